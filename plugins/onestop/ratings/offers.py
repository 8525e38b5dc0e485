"""What ratings contribute; each function is named as the hook that it answers."""

from collections.abc import Sequence
from typing import Any

from core import contributions as c
from core.text.i18n import lazy
from plugins.onestop.menu import BOOKS


def nav_items() -> Sequence[c.NavItem]:
    return [c.NavItem(lazy("Đánh giá của người dân"), "/staff/ratings", "star", "onestop.sign", 142, BOOKS)]


def route_handlers() -> Sequence[Any]:
    from plugins.onestop.ratings.controllers import RatingPages

    return [RatingPages]


def services() -> Sequence[c.Service]:
    from core.contracts.ratings import ResultRating
    from plugins.onestop.ratings.services import Ratings

    return [c.Service(ResultRating, Ratings())]


def demo_data() -> Sequence[c.DemoData]:
    return [c.DemoData("onestop.ratings", c.later("plugins.onestop.ratings.demo:load_ratings"), 330)]
