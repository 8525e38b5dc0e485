"""What a check found, in the reader's language."""

from typing import Final

from core.text.i18n import lazy

VERDICTS: Final = {
    "good": ("good", lazy("Chữ ký đúng, nội dung không bị sửa, người ký được tin cậy")),
    "unknown_signer": ("warning", lazy("Nội dung không bị sửa, nhưng chưa tin cậy được người ký")),
    "changed": ("bad", lazy("Tệp đã bị sửa sau khi ký, hoặc chữ ký sai")),
    "unsigned": ("warning", lazy("Tệp không có chữ ký số")),
    "unreadable": ("bad", lazy("Không đọc được tệp này")),
}
ADVICE: Final = {
    "good": lazy("Có thể dùng giấy này. Hãy so tên người ký với cơ quan mà giấy nêu."),
    "unknown_signer": lazy("Chứng thư không dẫn đến tổ chức chứng thực mà cơ quan tin cậy, hoặc đã hết hạn."),
    "changed": lazy("Đừng dùng tệp này. Hãy xin lại bản gốc từ cơ quan cấp."),
    "unsigned": lazy("Có thể đây là bản in, bản chụp, hoặc tệp chưa ký. Hãy xin bản có chữ ký số."),
    "unreadable": lazy("Tệp phải là PDF không đặt mật khẩu, nhiều nhất 20 MB, nhiều nhất 20 chữ ký."),
}
TRUST: Final = {
    "trusted": ("good", lazy("Chứng thư được tin cậy")),
    "expired": ("warning", lazy("Chứng thư đã hết hạn")),
    "not_yet": ("warning", lazy("Chứng thư chưa có hiệu lực")),
    "unknown": ("warning", lazy("Không rõ tổ chức chứng thực")),
    "revoked": ("bad", lazy("Chứng thư đã bị thu hồi")),
    "unfit": ("bad", lazy("Chứng thư không dùng để ký được")),
}
CHANGES: Final = {
    "none": ("good", lazy("Không sửa gì sau khi ký")),
    "allowed": ("good", lazy("Chỉ thêm chữ ký khác sau đó")),
    "changed": ("bad", lazy("Bị sửa sau khi ký")),
}
PLACES: Final = (
    ("first_top", lazy("Đầu trang đầu, bên phải")),
    ("last_right", lazy("Cuối trang cuối, bên phải")),
    ("last_left", lazy("Cuối trang cuối, bên trái")),
)
EXPIRES_SOON_DAYS: Final = 30
