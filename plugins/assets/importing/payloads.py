from core.jobs import Payload


class ApplyImport(Payload, frozen=True, tag="assets.apply_import"):
    """Write the rows of an import that are still to be written."""

    import_id: int


class UndoImport(Payload, frozen=True, tag="assets.undo_import"):
    """Take the rows of an import out of the register again."""

    import_id: int
