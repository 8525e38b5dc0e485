"""The forms of this installation."""

import tomllib
from datetime import datetime
from functools import cache

from core.clock import VIETNAM
from core.errors import Missing
from core.settings import config_folder
from plugins.onestop.papers.domain.forms import Form, Forms, Kind, read_forms


@cache
def forms() -> Forms:
    """Return the forms of `config/forms.toml`, read once."""
    return read_forms(tomllib.loads((config_folder() / "forms.toml").read_text("utf-8")))


def form_for(kind: Kind, received_at: datetime) -> Form:
    """Return the form of a kind for a dossier received at an aware moment. Raises Missing when its set has none."""
    found = forms().form(kind, received_at.astimezone(VIETNAM).date())
    if found is None:
        raise Missing
    return found


def form_of(kind: Kind, set_code: str) -> Form:
    """Return a form by its set, as a paper that was issued names it. Raises Missing for one that is gone."""
    for form in forms().everything():
        if (form.spec.kind, form.set_code) == (kind, set_code):
            return form
    raise Missing
