"""Made-up data for every kind of paper: what a preview shows, and what an office's template has to compile with."""

from typing import Any, Final

from core.printing import dong, dong_in_words
from plugins.onestop.papers.domain.forms import Form, Kind
from plugins.onestop.printing import SlipData, SlipPaper, template_data

_HEADING: Final[dict[str, Any]] = {
    "parent_agency": "Ủy ban nhân dân huyện Đức Hòa",
    "agency": "Ủy ban nhân dân xã Mỹ Hạnh Bắc",
    "agency_phone": "0272 3851 234",
    "place_date": "Mỹ Hạnh Bắc, ngày 05 tháng 02 năm 2026",
    "reprint": "",
    "officer_name": "Lê Hoàng Minh",
    "receiving_unit": "Bộ phận Tiếp nhận và Trả kết quả xã Mỹ Hạnh Bắc",
}
_DOSSIER: Final[dict[str, Any]] = {
    "dossier_code": "H39.12-260205-0128",
    "owner_name": "Trần Văn Phước",
    "owner_address": "ấp Bình Tiền 2, xã Mỹ Hạnh Bắc",
    "submitter_name": "Nguyễn Thị Mỹ Hạnh",
    "submitter_address": "số 12, ấp Bình Tiền 2, xã Mỹ Hạnh Bắc",
    "submitter_phone": "0912 345 678",
    "identity_number": "080190001234",
    "content": "Đăng ký biện pháp bảo đảm bằng quyền sử dụng đất",
    "procedure": "Đăng ký biện pháp bảo đảm bằng quyền sử dụng đất, tài sản gắn liền với đất",
    "procedure_code": "1.011441",
    "channel": "Trực tiếp",
    "received_at": "08 giờ 05 phút, ngày 05 tháng 02 năm 2026",
    "due_at": "16 giờ 30 phút, ngày 10 tháng 02 năm 2026",
    "time_limit": "03 ngày làm việc",
    "collection_place": "Bộ phận Tiếp nhận và Trả kết quả xã Mỹ Hạnh Bắc",
}
_REASON: Final = (
    "Thiếu bản sao giấy tờ tùy thân của người được ủy quyền.\nPhiếu yêu cầu chưa có chữ ký của bên bảo đảm."
)
_SIGNED: Final = {"signer_title": "Chủ tịch", "signer": "Phạm Quốc Khánh"}
_HOP: Final = {
    "giver": "Lê Hoàng Minh",
    "giver_duty": "Bộ phận một cửa",
    "receiver": "Võ Thị Kim Nga",
    "receiver_duty": "Cán bộ chuyên môn",
    "at": "09 giờ 10 phút, ngày 05 tháng 02 năm 2026",
    "result": "",
    "note": "",
}
_OWN: Final[dict[Kind, dict[str, Any]]] = {
    "supplement": {
        "reason": _REASON,
        "until": "ngày 12 tháng 02 năm 2026",
        "contact": "Lê Hoàng Minh, 0272 3851 234",
        "wanted": [
            {"name": "Giấy tờ tùy thân của người được ủy quyền", "originals": 0, "copies": 1, "remark": "chứng thực"},
            {"name": "Phiếu yêu cầu đăng ký", "originals": 1, "copies": 0, "remark": "ký lại"},
        ],
    },
    "refusal": {"reason": "Không thuộc thẩm quyền giải quyết của cơ quan này.", "contact": ""},
    "apology": {"reason": "Chờ ý kiến của Chi cục Thuế.", "new_due_at": _DOSSIER["due_at"], **_SIGNED},
    "stop": {"reason": "Quá thời hạn bổ sung hồ sơ.", "papers_back": "Hợp đồng bảo đảm: 1 bản chính", **_SIGNED},
    "control": {"hops": [_HOP, _HOP | {"result": "trước hạn"}]},
    "result_receipt": {
        "receiver_name": "Nguyễn Thị Mỹ Hạnh",
        "receiver_identity": "080190001234",
        "authority": "",
        "document": "Giấy chứng nhận quyền sử dụng đất",
        "document_number": "CH 012345",
        "document_date": "ngày 09 tháng 02 năm 2026",
        "copies": 1,
        "slip_taken_back": True,
        "originals_back": "Hợp đồng bảo đảm: 1 bản",
    },
    "handover_list": {
        "day": "ngày 05 tháng 02 năm 2026",
        "giver": "Lê Hoàng Minh",
        "receiver": "Võ Thị Kim Nga",
        "rows": [
            {
                "code": f"H39.12-260205-{number:04}",
                "procedure": _DOSSIER["procedure"],
                "owner": _DOSSIER["owner_name"],
                "address": _DOSSIER["owner_address"],
                "fee": "không",
                "post": "",
            }
            for number in (127, 128)
        ],
    },
    "fee_receipt": {
        "cancelled": "",
        "series": "BL/2026",
        "number": "0000045",
        "payer_name": "Nguyễn Thị Mỹ Hạnh",
        "payer_address": "ấp Bình Tiền 2, xã Mỹ Hạnh Bắc",
        "phi": dong(100_000),
        "le_phi": dong(25_021),
        "total": dong(125_021),
        "in_words": dong_in_words(125_021),
        "method": "tiền mặt",
        "note": "",
    },
    "logbook": {
        "period": "Năm 2026",
        "rows": [
            {
                "place": 1,
                "code": _DOSSIER["dossier_code"],
                "procedure": _DOSSIER["procedure"],
                "sets": 1,
                "person": "Trần Văn Phước; ấp Bình Tiền 2, xã Mỹ Hạnh Bắc; 0912 345 678",
                "agency": _HEADING["agency"],
                "received": "08:05 05/02/2026",
                "due": "16:30 10/02/2026",
                "returned": "",
                "way": "",
                "note": "",
            }
        ],
    },
}


def sample(form: Form) -> dict[str, Any]:
    """Return made-up data with everything that a paper of this form gets."""
    words = {
        "title": form.spec.title,
        "form_mark": form.mark,
        "set": form.set_code,
        "number": f"128/{form.spec.symbol}" if form.spec.symbol else "",
    }
    own = _slip() if form.spec.kind == "receipt" else _OWN[form.spec.kind]
    return _HEADING | _DOSSIER | words | own


def _slip() -> dict[str, Any]:
    slip = SlipData(
        token="12345678901234567890",  # noqa: S106 -- opens nothing
        base_url="https://motcua.example.vn",
        documents=[
            SlipPaper(name="Phiếu yêu cầu đăng ký", originals=1),
            SlipPaper(name="Hợp đồng bảo đảm", originals=1, certified_copies=2),
        ],
        fee=80_000,
        fee_paid=True,
        tracking_phone="0272 3851 234",
        logbook="2026",
        logbook_line="128",
    )
    return template_data(slip)
