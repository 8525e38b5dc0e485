"""What staff may ask for, and what each wish becomes when an officer agrees: pure."""

from typing import Final, Literal

from msgspec import Struct

Kind = Literal["need", "give_back", "broken", "lost"]
State = Literal["waiting", "approved", "refused", "withdrawn"]


class Wish(Struct, frozen=True):
    """A kind of request. transition: what minutes an agreed one begins; of_thing: it is about a thing that one has."""

    transition: str
    of_thing: bool


WISHES: Final[dict[Kind, Wish]] = {
    "need": Wish("hand_over", of_thing=False),
    "give_back": Wish("return", of_thing=True),
    "broken": Wish("repair", of_thing=True),
    "lost": Wish("lose", of_thing=True),
}
