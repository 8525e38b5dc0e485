"""Find what a form names (category, maker, model, status, place, user), and make what may be new."""

from msgspec import Struct

from core import db, offices
from core.contracts.offices import Unit
from core.errors import Missing, Problem, Refused
from core.text.i18n import gettext as _
from core.text.viet import clean, search_key
from plugins.assets.inventory.schemas import Facts


class Found(Struct, frozen=True, kw_only=True):
    """Ids of everything that a form named, with the names as they are kept."""

    category_id: int
    model_id: int
    maker: str
    model: str
    status_id: int
    place_id: int | None
    place: str | None
    holder_id: int | None
    holder_name: str | None
    owner_name: str | None


async def find_or_make(facts: Facts, unit: Unit) -> Found:
    """Return the records that the facts name; makers, models and places that are new are made. Inside a transaction.

    Raises Refused with every problem at once.
    """
    problems: list[Problem] = []
    category_id = await db.value("SELECT id FROM assets.assets_category WHERE key = $1", facts.category)
    status_id = await db.value("SELECT id FROM assets.assets_status WHERE key = $1", facts.status)
    if category_id is None:
        problems.append(Problem(_("Chưa có loại thiết bị này trong danh mục."), "category", "unknown"))
    if status_id is None:
        problems.append(Problem(_("Chưa có tình trạng này trong danh mục."), "status", "unknown"))
    holder_name, holder_problem = await _person_in(facts.holder_id, unit, "holder_id")
    owner_name, owner_problem = await _person_in(facts.owner_id, unit, "owner_id")
    Refused.if_any([*problems, *holder_problem, *owner_problem])
    maker_id, maker = await maker_named(facts.maker)
    model_id, model = await model_named(facts.model, maker_id, category_id)
    place_id, place = await place_in(unit.id, facts.place)
    return Found(
        category_id=category_id,
        model_id=model_id,
        maker=maker,
        model=model,
        status_id=status_id,
        place_id=place_id,
        place=place,
        holder_id=facts.holder_id,
        holder_name=holder_name,
        owner_name=owner_name,
    )


async def _person_in(person_id: int | None, unit: Unit, field: str) -> tuple[str | None, list[Problem]]:
    """Return the name of a person and what is wrong with them: only people of the unit use or answer for its things."""
    if person_id is None:
        return None, []
    problem = [Problem(_("Người được chọn không thuộc đơn vị %(unit)s.", unit=unit.name), field, "unknown")]
    try:
        person = await offices.person(person_id)
    except Missing:
        return None, problem
    below = (await offices.tree()).reach(unit.id)
    return person.full_name, [] if person.unit_id in below else problem


async def holder_in(holder_id: int | None, unit: Unit, field: str = "holder_id") -> str | None:
    """Return the name of a user in a unit, None for nobody. Raises Refused when the person is not of the unit."""
    name, problems = await _person_in(holder_id, unit, field)
    Refused.if_any(problems)
    return name


async def maker_named(name: str) -> tuple[int, str]:
    """Return id and kept name of a maker, made if it is new."""
    kept = clean(name)
    [found] = await db.rows(
        "INSERT INTO assets.assets_maker AS m (name, search_key) VALUES ($1, $2)"
        " ON CONFLICT (search_key) DO UPDATE SET name = m.name RETURNING id, name",
        kept,
        search_key(kept),
    )
    return found["id"], found["name"]


async def model_named(name: str, maker_id: int, category_id: int) -> tuple[int, str]:
    """Return id and kept name of a model, made if it is new.

    Raises Refused when the model is known as another kind of equipment.
    """
    kept = clean(name)
    [found] = await db.rows(
        "INSERT INTO assets.assets_model AS m (maker, category, name, search_key) VALUES ($1, $2, $3, $4)"
        " ON CONFLICT (maker, search_key) DO UPDATE SET name = m.name RETURNING id, name, category",
        maker_id,
        category_id,
        kept,
        search_key(kept),
    )
    if found["category"] != category_id:
        known = await db.value("SELECT name FROM assets.assets_category WHERE id = $1", found["category"])
        text = _("Kiểu máy %(model)s đã có trong danh mục với loại %(kind)s.", model=found["name"], kind=known)
        raise Refused(Problem(text, "category", "other_category"))
    return found["id"], found["name"]


async def place_in(unit_id: int, name: str | None) -> tuple[int | None, str | None]:
    """Return id and name of a place of the unit, made if it is new; two Nones for no place. Inside a transaction."""
    kept = clean(name or "")
    if not kept:
        return None, None
    [found] = await db.rows(
        "INSERT INTO assets.assets_place AS p (unit_id, name, search_key) VALUES ($1, $2, $3)"
        " ON CONFLICT (unit_id, coalesce(parent, 0), search_key) DO UPDATE SET name = p.name RETURNING id, name",
        unit_id,
        kept,
        search_key(kept),
    )
    return found["id"], found["name"]
