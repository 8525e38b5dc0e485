"""What people of the demonstration type; names and numbers are made up."""

from random import Random

SCAN = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
_NAMES = (
    "Nguyễn Văn Hậu",
    "Trần Thị Mai",
    "Lê Minh Tâm",
    "Phạm Thị Út",
    "Võ Hoàng Nam",
    "Đặng Thị Lụa",
    "Huỳnh Văn Sáu",
)
_CHILDREN = ("Nguyễn Gia Bảo", "Trần Khánh An", "Lê Ngọc Hân", "Phạm Minh Khôi", "Võ Bảo Châu")


def answers_for(procedure: str, place: str, chance: Random) -> dict[str, str]:
    """Return the answers of somebody from this place."""
    hamlet = f"Ấp {chance.randint(1, 6)}, xã {place}"
    common = {
        "requester_name": chance.choice(_NAMES),
        "requester_identity": _identity(chance),
        "requester_phone": f"09{chance.randrange(10**8):08d}",
        "requester_address": hamlet,
        "for_other": "no",
        "declared": "true",
    }
    return common | _OWN[procedure](hamlet, chance)


def supplement_for(procedure: str) -> tuple[str, str, str]:
    """Return what the desk asks to mend, why, and what is typed then."""
    if procedure == "1.001193":
        return "child_birthplace", "Ghi rõ xã, huyện, tỉnh nơi sinh", "Trung tâm y tế huyện Đức Hòa, tỉnh Long An"
    if procedure == "1.001612":
        return "trade", "Ghi rõ từng ngành nghề sẽ kinh doanh", "Bán lẻ tạp hóa; bán lẻ nước giải khát"
    return "registered_where", "Ghi rõ năm đăng ký", "Ủy ban nhân dân xã, đăng ký năm 2009"


def _birth(hamlet: str, chance: Random) -> dict[str, str]:
    return {
        "relation": "mother",
        "child_name": chance.choice(_CHILDREN),
        "child_sex": chance.choice(("male", "female")),
        "child_birthday": "02/11/2017",
        "child_birthplace": "Trung tâm y tế huyện",
        "child_ethnicity": "Kinh",
        "mother_known": "yes",
        "mother_name": "Nguyễn Thị Hoa",
        "mother_birthday": "14/03/1991",
        "mother_identity": _identity(chance),
        "mother_address": hamlet,
        "father_known": "yes",
        "father_name": "Trần Văn Khoa",
        "father_birthday": "20/07/1988",
        "father_identity": _identity(chance),
        "copies": "2",
    }


def _copy(_hamlet: str, chance: Random) -> dict[str, str]:
    return {
        "record": "birth",
        "person_name": chance.choice(_NAMES),
        "person_birthday": "01/01/1995",
        "registered_where": "Ủy ban nhân dân xã Mỹ Hạnh Bắc, năm 1995",
        "copies": "3",
    }


def _death(hamlet: str, chance: Random) -> dict[str, str]:
    return {
        "relation": "Con",
        "dead_name": chance.choice(_NAMES),
        "dead_sex": "male",
        "dead_birthday": "05/05/1940",
        "dead_address": hamlet,
        "dead_identity_known": "no",
        "died_on": "10/11/2017",
        "died_at": hamlet,
    }


def _change(_hamlet: str, chance: Random) -> dict[str, str]:
    return {
        "person_name": chance.choice(_NAMES),
        "registered_where": "Ủy ban nhân dân xã",
        "kind": "correct",
        "now_reads": "Ngày sinh 12/04/1996",
        "should_read": "Ngày sinh 12/06/1996",
        "reason": "Ghi nhầm tháng sinh so với giấy chứng sinh",
    }


def _move(hamlet: str, _chance: Random) -> dict[str, str]:
    return {
        "birthday": "09/09/1993",
        "sex": "female",
        "old_address": "Thị trấn Đức Hòa, huyện Đức Hòa",
        "new_address": hamlet,
        "own_home": "yes",
    }


def _certified(_hamlet: str, _chance: Random) -> dict[str, str]:
    return {
        "paper_name": "Bằng tốt nghiệp trung học phổ thông",
        "issued_by": "Sở Giáo dục và Đào tạo",
        "pages": "1",
        "copies": "5",
    }


def _shop(hamlet: str, chance: Random) -> dict[str, str]:
    return {
        "birthday": "18/08/1985",
        "business_name": f"Hộ kinh doanh {chance.choice(('Hai Lúa', 'Minh Phát', 'Út Hương'))}",
        "business_address": hamlet,
        "trade": "Bán lẻ tạp hóa",
        "capital": "80000000",
        "workers": "2",
        "co_owners": "no",
    }


def _identity(chance: Random) -> str:
    return f"080{chance.randrange(10**9):09d}"


_OWN = {
    "1.001193": _birth,
    "2.000635": _copy,
    "1.000656": _death,
    "1.004859": _change,
    "1.004222": _move,
    "2.000815": _certified,
    "1.001612": _shop,
}
