"""What people bring to the desks in the demonstration, and how it goes; names and numbers are made up."""

from random import Random

from msgspec import Struct

from core.contracts.procedures import Facts
from plugins.onestop.domain.procedures import fee_for
from plugins.onestop.domain.promise import terms_of, usual_terms
from plugins.onestop.schemas import HandedIn, NewDossier

Steps = tuple[tuple[str, str], ...]

SIGNED: Steps = tuple((action, "") for action in ("hand_over", "start", "submit", "sign", "to_desk", "return"))
SETTLED: Steps = tuple((action, "") for action in ("hand_over", "start", "settle", "return"))
CORRECTED: Steps = (
    *SIGNED[:3],
    ("send_back", "Trích dẫn sai căn cứ pháp lý, sửa lại dự thảo"),
    *SIGNED[2:],
)
SUPPLEMENTED: Steps = (
    *SIGNED[:2],
    ("ask_supplement", "Thiếu bản sao giấy tờ tùy thân của người được ủy quyền"),
    ("supplemented", ""),
    *SIGNED[2:],
)
WAITING: Steps = (*SIGNED[:2], ("ask_supplement", "Sơ đồ thửa đất chưa có chữ ký của chủ sử dụng đất liền kề"))
REFUSED: Steps = (("refuse", "Không thuộc thẩm quyền giải quyết của cơ quan này"),)
WITHDRAWN: Steps = (("withdraw", "Người nộp xin rút để bổ sung giấy tờ"),)

# procedure, usual hours behind the desk, how it is settled, and at the district the department that settles it
_COMMUNE = (
    ("1.001193", 1.2, SIGNED),
    ("1.001193", 0.8, SIGNED),
    ("1.000656", 1.2, SIGNED),
    ("1.004859", 3.0, CORRECTED),
    ("2.000635", 0.8, SIGNED),
    ("2.000815", 1.5, SIGNED),
    ("2.000884", 1.5, SIGNED),
    ("1.000593", 18.0, SIGNED),
    ("1.004222", 30.0, SUPPLEMENTED),
    ("1.001699", 16.0, SIGNED),
)
_DISTRICT = (
    ("1.011441", 1.2, SETTLED, "dat-dai"),
    ("1.011443", 1.0, SETTLED, "dat-dai"),
    ("1.011442", 3.0, SETTLED, "dat-dai"),
    ("1.012784", 60.0, SIGNED, "dat-dai"),
    ("1.012783", 40.0, SIGNED, "dat-dai"),
    ("1.013831", 45.0, WAITING, "dat-dai"),
    ("1.012786", 60.0, SUPPLEMENTED, "tai-nguyen"),
    ("1.001612", 14.0, SIGNED, "tai-chinh"),
    ("1.013225", 70.0, SIGNED, "ha-tang"),
    ("1.000593", 24.0, SIGNED, "tu-phap"),
    ("2.000748", 3.0, CORRECTED, "tu-phap"),
    ("1.000419", 20.0, SUPPLEMENTED, "tu-phap"),
    ("1.001266", 10.0, REFUSED, "tai-chinh"),
    ("1.012785", 30.0, WITHDRAWN, "dat-dai"),
)
_FAMILIES = ("Nguyễn", "Nguyễn", "Nguyễn", "Trần", "Lê", "Phạm", "Huỳnh", "Võ", "Phan", "Bùi", "Đặng", "Đỗ", "Hồ")
_MIDDLE = ("Văn", "Thị", "Minh", "Thị Kim", "Hữu", "Ngọc", "Thanh", "Thị Mỹ", "Quốc", "Thị Thu")
_GIVEN = (
    "An",
    "Bình",
    "Châu",
    "Dũng",
    "Giang",
    "Hà",
    "Hòa",
    "Hương",
    "Khánh",
    "Lan",
    "Minh",
    "Nga",
    "Phúc",
    "Tâm",
    "Út",
)


class Plan(Struct, frozen=True):
    """What happens to one dossier: its procedure, usual open hours of the main step, the steps with their reasons.

    department: end of the code of the unit that settles it; "" for any specialist of the authority.
    """

    procedure: str
    hours: float
    steps: Steps
    department: str = ""


def plans_for(kind: str) -> list[Plan]:
    """Return what people bring to the desk of a district or of a commune."""
    return [Plan(*row) for row in (_DISTRICT if kind == "district" else _COMMUNE)]


def made_up_dossier(facts: Facts, place: str, chance: Random) -> NewDossier:
    """Return a dossier for a procedure as somebody from this place would hand it in."""
    terms = terms_of(facts)
    fee = fee_for(facts, "counter")
    amount = fee.amount if fee and fee.amount else 0
    asked = max(1, min(len(facts.papers), chance.randint(1, 3)))
    given = [HandedIn(paper=number, given=True) for number in range(1, asked + 1) if facts.papers]
    return NewDossier(
        procedure=facts.code,
        owner_name=_name(chance),
        owner_identity=f"080{chance.randint(10**8, 10**9 - 1)}",
        owner_phone=f"09{chance.randint(10**7, 10**8 - 1)}",
        owner_address=f"Ấp {chance.randint(1, 6)}, {place}",
        submitter_name=_name(chance) if chance.random() < 0.2 else "",
        limit=chance.randint(1, len(terms)) if terms and usual_terms(facts) is None else None,
        papers=given or [HandedIn(name="Đơn đề nghị", originals=1)],
        fee=amount,
        fee_paid=bool(amount) and chance.random() < 0.9,
    )


def _name(chance: Random) -> str:
    return f"{chance.choice(_FAMILIES)} {chance.choice(_MIDDLE)} {chance.choice(_GIVEN)}"
