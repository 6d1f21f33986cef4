"""How the papers look that this service prints; the figures and fixed words come from a data file, not from code."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePath

_ERROR_CORRECTIONS = frozenset("LMQH")
#: What the standard asks for around a QR code.
_QUIET_MODULES = 4
#: Smaller is read by no scanner, larger leaves no page.
_SIDES_MM = range(10, 61)
#: Every template puts these on each page.
_WORDS_OF_EVERY_PAGE = frozenset({"sample", "page_code", "code_hint", "page"})


@dataclass(frozen=True, kw_only=True)
class PageCodeStyle:
    """How the code of a page is drawn."""

    #: With the quiet zone.
    side_mm: int
    quiet_modules: int
    error_correction: str


@dataclass(frozen=True, kw_only=True)
class Layout:
    """One paper's layout."""

    name: str
    template: str
    file_name: str
    #: False while no authority's own layout is known: then every page says so.
    is_official: bool
    page_code: PageCodeStyle
    words: Mapping[str, str]


#: All layouts by name.
Layouts = Mapping[str, Layout]


def layouts_from(data: Mapping[str, Mapping[str, object]]) -> Layouts:
    """Read the layouts out of a data file; raise ValueError for a file that is not one of ours."""
    return {name: _layout(name, entry) for name, entry in data.items()}


def _layout(name: str, entry: Mapping[str, object]) -> Layout:
    expected = {"template", "file_name", "is_official", "basis", "page_code", "words"}
    if set(entry) != expected:
        wrong = sorted(expected.symmetric_difference(entry))
        raise ValueError(f"layout {name!r}: missing or unknown settings {wrong}")
    template, words = str(entry["template"]), _mapping(name, entry, "words")
    if PurePath(template).name != template or not template.endswith(".typ"):
        raise ValueError(f"layout {name!r}: template is the name of a .typ file beside the others")
    if missing := sorted(_WORDS_OF_EVERY_PAGE - set(words)):
        raise ValueError(f"layout {name!r}: words lack {missing}")
    if not isinstance(entry["is_official"], bool):
        raise ValueError(f"layout {name!r}: is_official is true or false")  # noqa: TRY004 - of the file, not of a call
    return Layout(
        name=name,
        template=template,
        file_name=str(entry["file_name"]),
        is_official=entry["is_official"],
        page_code=_page_code(name, _mapping(name, entry, "page_code")),
        words={word: str(text) for word, text in words.items()},
    )


def _page_code(name: str, entry: Mapping[str, object]) -> PageCodeStyle:
    side_mm, quiet_modules = entry.get("side_mm"), entry.get("quiet_modules")
    if isinstance(side_mm, bool) or not isinstance(side_mm, int) or side_mm not in _SIDES_MM:
        raise ValueError(f"layout {name!r}: side_mm is a whole number from 10 to 60")
    if not isinstance(quiet_modules, int) or quiet_modules < _QUIET_MODULES:
        raise ValueError(f"layout {name!r}: quiet_modules is {_QUIET_MODULES} or more")
    if entry.get("error_correction") not in _ERROR_CORRECTIONS:
        raise ValueError(f"layout {name!r}: error_correction is one of L, M, Q, H")
    return PageCodeStyle(
        side_mm=side_mm,
        quiet_modules=quiet_modules,
        error_correction=str(entry["error_correction"]),
    )


def _mapping(name: str, entry: Mapping[str, object], key: str) -> Mapping[str, object]:
    value = entry[key]
    if not isinstance(value, Mapping):
        raise ValueError(f"layout {name!r}: {key} is a mapping")  # noqa: TRY004 - of the file, not of a call
    return value
