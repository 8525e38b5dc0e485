"""What past dossiers contribute."""

from collections.abc import Sequence

from core import contributions as c


def commands() -> Sequence[c.Command]:
    from plugins.onestop.history.cli import dossiers, replay_2017

    return [c.Command(replay_2017, group="demo"), c.Command(dossiers, group="onestop")]
