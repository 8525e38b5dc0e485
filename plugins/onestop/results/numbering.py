"""One number for one result: the book's next one, or the one that the dossier was given when its result was issued."""

from core import db
from core.errors import Problem, Refused
from core.text.i18n import gettext as _
from plugins.onestop.results.domain.registers import Register

# The lock of the counter's row is held until the whole entry is saved: no number is lost, none is given twice.
_LOCK = """
INSERT INTO onestop.onestop_register_counter AS c (authority_id, register, year, last) VALUES ($1, $2, $3, 0)
ON CONFLICT (authority_id, register, year) DO UPDATE SET last = c.last
"""
_NEXT = """
UPDATE onestop.onestop_register_counter SET last = last + 1 WHERE authority_id = $1 AND register = $2 AND year = $3
RETURNING last
"""
_HOLDER = """
SELECT dossier_code FROM onestop.onestop_result
WHERE authority_id = $1 AND register = $2 AND (year = $3 AND number = $4 OR number_text = $5) LIMIT 1
"""
_ISSUED = "SELECT result_number FROM onestop.onestop_dossier WHERE id = $1 FOR UPDATE"
_ENTERED = "SELECT number_text FROM onestop.onestop_result WHERE dossier = $1 AND state <> 'revoked' ORDER BY id"
_SET = "UPDATE onestop.onestop_dossier SET result_number = $2 WHERE id = $1 AND result_number = ''"
_CLEAR = "UPDATE onestop.onestop_dossier SET result_number = '' WHERE id = $1 AND result_number = $2"


async def take_number(dossier_id: int, authority_id: int, register: Register, year: int) -> tuple[int, str]:
    """Return the line of a result in its book and its number as written, in the caller's transaction.

    A dossier without a number gets the one that is taken. One that has a number keeps it: in the book's own pattern it
    is the line too, otherwise the line is the next. Raises Refused when another result carries it.
    """
    book = (authority_id, register.code, year)
    await db.execute(_LOCK, *book)
    issued = await db.value(_ISSUED, dossier_id)
    if not issued or issued in await entered_numbers(dossier_id):
        line = await _next_line(*book)
        text = register.number_text(line, year)
        await db.execute(_SET, dossier_id, text)
        return line, text
    named = register.line_of(issued, year)
    holder = await db.value(_HOLDER, *book, named, issued)
    if holder is not None:
        raise Refused(
            Problem(
                _(
                    "Số %(number)s ghi khi ban hành đã dùng cho kết quả của hồ sơ %(code)s trong sổ này. "
                    "Hãy chọn sổ khác, hoặc mở lại hồ sơ để ban hành với số đúng.",
                    number=issued,
                    code=holder,
                ),
                "register",
                "number_taken",
            )
        )
    return named or await _next_line(*book), issued


async def _next_line(authority_id: int, register: str, year: int) -> int:
    """Return the next line of a book; those that were taken ahead by a number given before are passed over."""
    while True:
        line = int(await db.value(_NEXT, authority_id, register, year))
        if await db.value(_HOLDER, authority_id, register, year, line, None) is None:
            return line


async def entered_numbers(dossier_id: int) -> list[str]:
    """Return the numbers under which a dossier's results stand in registers, revoked ones left out."""
    return [row[0] for row in await db.rows(_ENTERED, dossier_id)]


async def check_issued(dossier_id: int, number: str) -> None:
    """Hold a dossier that is to be given a number, in the caller's transaction.

    Raises Refused when its result stands in a register under another number.
    """
    await db.execute(_ISSUED, dossier_id)
    entered = await entered_numbers(dossier_id)
    if entered and number.strip() not in entered:
        message = _(
            "Kết quả đã vào sổ với số %(number)s. Hãy ghi đúng số đó, hoặc thu hồi kết quả trong sổ trước.",
            number=", ".join(entered),
        )
        raise Refused(Problem(message, "number", "other_number"))


async def release_number(dossier_id: int, number: str) -> None:
    """Take a revoked result's number from its dossier, so that the next result gets one of its own."""
    await db.execute(_CLEAR, dossier_id, number)
