"""The device itself in ENTITY-MIB (RFC 6933): the row of entPhysicalTable that stands for the whole."""

from plugins.assets.domain.varbinds import Answers

TABLE = "1.3.6.1.2.1.47.1.1.1.1"
DESCR, CONTAINED_IN, CLASS, NAME, HARDWARE, FIRMWARE, SOFTWARE, SERIAL, MODEL = (
    f"{TABLE}.{n}" for n in (2, 4, 5, 7, 8, 9, 10, 11, 13)
)
ENTITY_COLUMNS = (DESCR, CONTAINED_IN, CLASS, NAME, HARDWARE, FIRMWARE, SOFTWARE, SERIAL, MODEL)
ENTITY_FIELDS = {
    "entity.descr": DESCR,
    "entity.name": NAME,
    "entity.hardware": HARDWARE,
    "entity.firmware": FIRMWARE,
    "entity.software": SOFTWARE,
    "entity.serial": SERIAL,
    "entity.model": MODEL,
}
"""What a fingerprint may ask for by name."""

_STACK, _CHASSIS = 11, 3


def entity_text(answers: Answers, field: str) -> str | None:
    """Return one text of ENTITY_FIELDS for the whole device, None when no row that stands for it has the text.

    Rows are tried in this order: chassis, stack, rows contained in nothing; where the agent gives neither class nor
    containment, the first row. A power supply's serial number is never taken for the device's.
    """
    texts = answers.texts(ENTITY_FIELDS[field])
    classes, parents = answers.numbers(CLASS), answers.numbers(CONTAINED_IN)
    wholes = [row for row in classes if classes[row] == _CHASSIS] + [row for row in classes if classes[row] == _STACK]
    wholes += [row for row in parents if parents[row] == 0 and row not in wholes]
    if not classes and not parents:
        wholes = list(texts)[:1]
    return next((texts[row] for row in wholes if row in texts), None)
