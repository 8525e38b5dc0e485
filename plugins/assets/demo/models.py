"""What a commune of the demonstration owns: kinds, models, prices, rooms."""

from msgspec import Struct


class DemoModel(Struct, frozen=True):
    """A model with its price in đồng. snmp: the simulated device that it is on the network, "" for none."""

    category: str
    maker: str
    name: str
    price: int
    snmp: str = ""


MODELS = (
    DemoModel("desktop", "Dell", "OptiPlex 3050", 11_500_000),
    DemoModel("desktop", "HP", "ProDesk 400 G4", 11_900_000),
    DemoModel("desktop", "FPT Elead", "T3450i", 9_800_000),
    DemoModel("laptop", "Dell", "Latitude 3490", 14_200_000),
    DemoModel("laptop", "HP", "ProBook 440 G5", 14_900_000),
    DemoModel("laptop", "Lenovo", "ThinkPad E480", 15_400_000),
    DemoModel("printer", "HP", "Color LaserJet Pro M252dw", 8_900_000, "hp-colour"),
    DemoModel("printer", "Canon", "LBP6670", 7_200_000, "canon-mono"),
    DemoModel("printer", "Brother", "DCP-L2540DW", 6_400_000, "brother-mono"),
    DemoModel("printer", "Canon", "LBP 2900", 3_300_000),
    DemoModel("photocopier", "Ricoh", "Aficio MP C3002", 86_000_000, "ricoh-colour"),
    DemoModel("photocopier", "Ricoh", "Aficio MP 2501", 52_000_000, "ricoh-mono"),
    DemoModel("projector", "Epson", "EB-X05", 9_900_000),
    DemoModel("tv", "Sony", "KD-43X7000E", 11_200_000),
    DemoModel("barcode_scanner", "Honeywell", "Voyager 1250g", 2_400_000),
    DemoModel("smartphone", "Samsung", "Galaxy J7 Pro", 5_900_000),
    DemoModel("switch", "TP-Link", "T1600G-28TS", 4_600_000, "switch"),
    DemoModel("router", "MikroTik", "RB750Gr3", 1_700_000, "router"),
    DemoModel("ups", "APC", "Smart-UPS 1500", 14_500_000, "ups"),
)
# per commune, by the equipment list of the district's one-stop article; the last three carry its network
COMMUNE = {
    "desktop": 19,
    "laptop": 17,
    "printer": 19,
    "photocopier": 2,
    "projector": 1,
    "tv": 1,
    "barcode_scanner": 1,
    "smartphone": 3,
    "switch": 1,
    "router": 1,
    "ups": 1,
}
DISTRICT = COMMUNE | {"desktop": 30, "laptop": 20, "photocopier": 4, "projector": 2, "smartphone": 2, "switch": 3}
ROOMS = (
    "Bộ phận một cửa",
    "Văn phòng UBND",
    "Phòng Chủ tịch",
    "Phòng Phó Chủ tịch",
    "Tư pháp - Hộ tịch",
    "Địa chính - Xây dựng",
    "Tài chính - Kế toán",
    "Văn hóa - Xã hội",
    "Hội trường",
    "Kho",
)
# where things of a kind stand when it is not an office
ROOM_OF = {
    "projector": "Hội trường",
    "tv": "Bộ phận một cửa",
    "barcode_scanner": "Bộ phận một cửa",
    "switch": "Văn phòng UBND",
    "router": "Văn phòng UBND",
    "ups": "Văn phòng UBND",
}
NAMES = {
    "desktop": "Máy tính",
    "laptop": "Máy xách tay",
    "printer": "Máy in",
    "photocopier": "Máy photocopy",
    "projector": "Máy chiếu hội trường",
    "tv": "Tivi phòng chờ một cửa",
    "barcode_scanner": "Máy quét quầy một cửa",
    "smartphone": "Điện thoại trưởng ấp",
    "switch": "Switch trung tâm",
    "router": "Router Internet",
    "ups": "Bộ lưu điện tủ mạng",
}
FUNDING = ("Ngân sách huyện", "Ngân sách xã", "Đề án một cửa điện tử", "Chuyển giao từ dự án")
STATUS_WEIGHTS = {"in_use": 88, "in_store": 5, "in_repair": 3, "broken": 3, "liquidated": 1}
