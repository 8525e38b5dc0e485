from core.events import Event


class VisitorArrived(Event, frozen=True):
    """Somebody came to an office. Other plugins may listen."""

    visitor_id: int
    unit_id: int
