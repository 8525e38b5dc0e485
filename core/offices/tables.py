"""Units, people, the roles they hold and when they are away. Rules that dates must obey are kept by the database."""

from piccolo.columns import JSONB, BigInt, BigSerial, Boolean, Date, Integer, Text, Varchar
from piccolo.table import Table

from core.data_classes import classified


@classified(
    public=(
        "id",
        "code",
        "kind",
        "name",
        "short_name",
        "agency",
        "parent_id",
        "agency_code",
        "agency_code_verified",
        "address",
        "phone",
        "email",
        "hours",
        "position",
        "valid_from",
        "valid_to",
    ),
    internal=("search_key",),
)
class OfficesUnit(Table, schema="offices", tablename="offices_unit"):
    """One unit in one form; a reorganised unit ends and another one begins (see OfficesSuccession)."""

    id = BigSerial(primary_key=True)
    code = Varchar(length=80, unique=True, required=True, default=None)
    kind = Varchar(length=20, required=True, default=None)
    name = Text(required=True, default=None)
    short_name = Text(required=True, default=None)
    agency = Text(required=True, default=None)
    search_key = Text(required=True, default=None)
    parent_id = BigInt(null=True, default=None, index=True)
    agency_code = Varchar(length=35, required=True, default=None)
    agency_code_verified = Boolean(default=False)
    address = Text(required=True, default=None)
    phone = Text(required=True, default=None)
    email = Text(required=True, default=None)
    hours = JSONB(null=True, default=None)
    position = Integer(default=0)
    valid_from = Date(required=True, default=None)
    valid_to = Date(null=True, default=None)


@classified(public=("id", "predecessor_id", "successor_id"))
class OfficesSuccession(Table, schema="offices", tablename="offices_succession"):
    """Which unit took over from which: the successor's staff keep access to what the predecessor did."""

    id = BigSerial(primary_key=True)
    predecessor_id = BigInt(required=True, default=None)
    successor_id = BigInt(required=True, default=None)


@classified(
    internal=("id", "unit_id", "search_key", "sort_key", "joined_on", "left_on"),
    personal=("full_name", "title", "email", "phone"),
)
class OfficesPerson(Table, schema="offices", tablename="offices_person"):
    """Somebody who works, or worked, in a unit; nobody is ever deleted, since records name them."""

    id = BigSerial(primary_key=True)
    full_name = Text(required=True, default=None)
    search_key = Text(required=True, default=None)
    sort_key = Text(required=True, default=None)
    title = Text(required=True, default=None)
    unit_id = BigInt(required=True, default=None, index=True)
    email = Text(required=True, default=None)
    phone = Text(required=True, default=None)
    joined_on = Date(required=True, default=None)
    left_on = Date(null=True, default=None)


@classified(internal=("code", "title", "delegable", "position"))
class OfficesRole(Table, schema="offices", tablename="offices_role"):
    """A role; what it may do stands in the accounts part. delegable: a substitute gets it during an absence."""

    code = Varchar(length=40, primary_key=True, default=None)
    title = Text(required=True, default=None)
    delegable = Boolean(default=True)
    position = Integer(default=0)


@classified(internal=("id", "person_id", "role", "unit_id", "valid_from", "valid_to"))
class OfficesAssignment(Table, schema="offices", tablename="offices_assignment"):
    """A role held in a unit and everything below it."""

    id = BigSerial(primary_key=True)
    person_id = BigInt(required=True, default=None, index=True)
    role = Varchar(length=40, required=True, default=None)
    unit_id = BigInt(required=True, default=None, index=True)
    valid_from = Date(required=True, default=None)
    valid_to = Date(null=True, default=None)


@classified(internal=("id", "person_id", "substitute_id", "first_day", "last_day"), personal=("reason",))
class OfficesAbsence(Table, schema="offices", tablename="offices_absence"):
    """Days away, both included."""

    id = BigSerial(primary_key=True)
    person_id = BigInt(required=True, default=None, index=True)
    substitute_id = BigInt(null=True, default=None, index=True)
    first_day = Date(required=True, default=None)
    last_day = Date(required=True, default=None)
    reason = Text(required=True, default=None)


@classified(internal=("id", "version"))
class OfficesState(Table, schema="offices", tablename="offices_state"):
    """One row: changes whenever a unit or succession does, so that processes know when to read the tree again."""

    id = Integer(primary_key=True, default=None)
    version = Text(required=True, default=None)
