"""Languages of the screens: gettext with Vietnamese as the source language and one catalogue per package.

A text that has no translation is shown in Vietnamese. `_` is the usual local name:

    from core.text.i18n import gettext as _
    raise Refused([Problem(_("Chưa nhập họ tên người nộp"))])
"""

import gettext as stdlib_gettext
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from importlib.resources import files
from importlib.resources.abc import Traversable
from io import BytesIO
from typing import Final, TypedDict

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

SOURCE_LANGUAGE: Final = "vi"
LANGUAGES: Final = ("vi", "en")

language: ContextVar[str] = ContextVar("language", default=SOURCE_LANGUAGE)

_SOURCE: Final = stdlib_gettext.NullTranslations()
_catalogues: dict[str, stdlib_gettext.NullTranslations] = {}
_unread: dict[str, Sequence[str]] = {}  # language -> packages whose catalogues are read at its first use


class LazyText:
    """A text of module-level data (titles, labels), translated each time it becomes a `str`."""

    __slots__ = ("_message", "_variables")

    def __init__(self, message: str, variables: dict[str, object]) -> None:
        self._message = message
        self._variables = variables

    def __str__(self) -> str:
        return gettext(self._message, **self._variables)

    def __repr__(self) -> str:
        return f"lazy({self._message!r})"

    def __format__(self, spec: str) -> str:
        return format(str(self), spec)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, LazyText):
            return NotImplemented
        return (self._message, self._variables) == (other._message, other._variables)

    def __hash__(self) -> int:
        return hash(self._message)


class JinjaCallables(TypedDict):
    """Arguments of Jinja's `install_gettext_callables`."""

    gettext: Callable[[str], str]
    ngettext: Callable[[str, str, int], str]
    pgettext: Callable[[str, str], str]
    npgettext: Callable[[str, str, str, int], str]


def gettext(message: str, /, **variables: object) -> str:
    """Return message in the current language; `%(name)s` parts are filled when variables are given."""
    text = _translate(message)
    return text % variables if variables else text


def ngettext(one: str, many: str, n: int, /, **variables: object) -> str:
    """Return the text for n things; `%(num)s` is n. In Vietnamese both texts are usually the same."""
    return _translate_plural(one, many, n) % {"num": n, **variables}


def pgettext(context: str, message: str, /, **variables: object) -> str:
    """Return message as meant in context: for one Vietnamese word with two English ones."""
    text = _translate_in_context(context, message)
    return text % variables if variables else text


def lazy(message: str, /, **variables: object) -> LazyText:
    """Return a text for module-level data; the language is chosen when it is shown."""
    return LazyText(message, variables)


def mark(message: str) -> str:
    """Return the message as it is: for texts kept as data (in the database, in pure rules) and translated when shown.

    `gettext(title)` finds the translation later; this call only lets the catalogues know the text.
    """
    return message


@contextmanager
def use_language(code: str) -> Iterator[None]:
    """Run a block in a language of LANGUAGES. Raises ValueError for any other code."""
    if code not in LANGUAGES:
        raise ValueError(f"no such language: {code!r}, there are {', '.join(LANGUAGES)}")
    token = language.set(code)
    try:
        yield
    finally:
        language.reset(token)


def load_catalogues(packages: Sequence[str], *, at_first_use: bool = False) -> None:
    """Read `<package>/locale/<language>/LC_MESSAGES/messages.po` of each package; replaces what was loaded before.

    A package without catalogue is fine. Where two packages translate the same text the first one counts. Fuzzy
    translations are not used. at_first_use: read a language when somebody first asks for it. Raises
    ModuleNotFoundError for an unknown package, ValueError for a broken catalogue.
    """
    _catalogues.clear()
    _unread.clear()
    _unread.update({code: packages for code in LANGUAGES if code != SOURCE_LANGUAGE})
    for code in () if at_first_use else tuple(_unread):
        _read_language(code)


def check_catalogue(package: str) -> None:
    """Read what a package has, only to see that it can be read. Raises as `load_catalogues`."""
    for code in LANGUAGES:
        if code != SOURCE_LANGUAGE and (path := catalogue_path(package, code)).is_file():
            _read(path)


def _read_language(code: str) -> stdlib_gettext.NullTranslations:
    """Return the catalogue of a language, read now if that was put off."""
    packages = _unread.get(code, ())
    found = [path for package in packages if (path := catalogue_path(package, code)).is_file()]
    known = _catalogues[code] = _chained([_read(path) for path in found])
    _unread.pop(code, None)
    return known


def catalogue_path(package: str, code: str) -> Traversable:
    """Return where a package keeps its catalogue of a language; the file may be missing."""
    return files(package) / "locale" / code / "LC_MESSAGES" / "messages.po"


def jinja_translations() -> JinjaCallables:
    """Return the callables for `env.install_gettext_callables(**jinja_translations(), newstyle=True)`.

    They ask for the current language at each call, so one environment serves all languages.
    """
    return JinjaCallables(
        gettext=_translate,
        ngettext=_translate_plural,
        pgettext=_translate_in_context,
        npgettext=_translate_plural_in_context,
    )


def _current() -> stdlib_gettext.NullTranslations:
    code = language.get()
    return _read_language(code) if code in _unread else _catalogues.get(code, _SOURCE)


def _translate(message: str) -> str:
    # A page has hundreds of texts, most in the source language. The empty one's would be the catalogue's header.
    code = language.get()
    known = _read_language(code) if code in _unread else _catalogues.get(code)
    return message if known is None or not message else known.gettext(message)


def _translate_plural(one: str, many: str, n: int) -> str:
    return _current().ngettext(one, many, n)


def _translate_in_context(context: str, message: str) -> str:
    return _current().pgettext(context, message)


def _translate_plural_in_context(context: str, one: str, many: str, n: int) -> str:
    return _current().npgettext(context, one, many, n)


def _read(path: Traversable) -> stdlib_gettext.GNUTranslations:
    """Return the translations of a .po file, without a .mo file on disk."""
    compiled = BytesIO()
    with path.open("rb") as source:
        write_mo(compiled, read_po(source, abort_invalid=True))
    compiled.seek(0)
    return stdlib_gettext.GNUTranslations(compiled)


def _chained(catalogues: Sequence[stdlib_gettext.GNUTranslations]) -> stdlib_gettext.NullTranslations:
    if not catalogues:
        return _SOURCE
    first, *rest = catalogues
    for other in rest:
        first.add_fallback(other)
    return first
