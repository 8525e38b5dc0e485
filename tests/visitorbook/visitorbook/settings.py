import msgspec


class VisitorBookSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Table [plugin.visitorbook] of the settings. stay_hours: how long a visitor is taken to be in the house."""

    stay_hours: int = 4
