"""The errors a caller can see, as facts with a stable code; nothing here knows HTTP.

TiduError
├── NotFound
├── Conflict              the request is right, its moment is not
│   └── StaleVersion      somebody changed the resource in between
├── Invalid               the request itself is wrong
│   ├── Malformed         it cannot even be read
│   ├── PreconditionMissing
│   ├── BodyTooLarge
│   ├── UnsupportedMediaType
│   └── RangeNotSatisfiable
├── Forbidden
│   └── Unauthenticated
└── Unavailable           something we need does not answer: try again later

Raise a concrete subclass with a ``code``; the classes above are kinds and are never raised themselves.
Codes are public and append-only: integrators match on them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from shared.text import Text

#: Every concrete error of all imported services by its code: the source of docs/errors.md.
REGISTRY: dict[str, type["TiduError"]] = {}


@dataclass(frozen=True, kw_only=True)
class Fault:
    """One thing that is wrong with a request.

    ``pointer`` is an RFC 6901 JSON Pointer into the body ("" is the whole body), or
    ``query:limit``, ``path:id``, ``header:If-Match`` for what is not in the body.
    """

    pointer: str
    code: str
    message: Text
    #: Where in the text that ``pointer`` names, when that text has lines and places of its own: counted from 1,
    #: and a JSON Pointer into what it says.
    line: int | None = None
    path: str | None = None


class TiduError(Exception):
    """The root of all errors that are shown to a caller."""

    #: Stable, kebab-case, unique over all services.
    code: ClassVar[str]
    #: What happened, in one short sentence that fits every occurrence.
    title: ClassVar[Text]
    #: What the caller can do about it.
    remedy: ClassVar[Text]

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        code = cls.__dict__.get("code")
        if code is None:
            return
        known = REGISTRY.setdefault(code, cls)
        if known is not cls and known.__qualname__ != cls.__qualname__:
            message = f"the error code {code!r} is taken by {known.__qualname__}"
            raise TypeError(message)

    def __init__(self, detail: Text | None = None, *, faults: Sequence[Fault] = ()) -> None:
        super().__init__(detail.en if detail else self.title.en)
        self.detail = detail
        self.faults = tuple(faults)


class NotFound(TiduError):
    """There is no such thing, or not for this caller: the two look alike on purpose."""


class Conflict(TiduError):
    """The request is right, but the state of things does not allow it now."""


class StaleVersion(Conflict):
    """The caller read an older version than the one that stands now."""


class Invalid(TiduError):
    """The request is wrong and will be wrong again if it is repeated as it is."""


class Malformed(Invalid):
    """The request cannot be read at all."""


class PreconditionMissing(Invalid):
    """A change must say which version it was made on."""


class BodyTooLarge(Invalid):
    """More bytes than this place takes."""


class UnsupportedMediaType(Invalid):
    """The bytes are of a kind that this place does not take."""


class RangeNotSatisfiable(Invalid):
    """The range asked for lies outside the file."""

    def __init__(self, detail: Text | None = None, *, size_bytes: int | None = None) -> None:
        super().__init__(detail)
        #: How large the file is, so that the caller can ask again.
        self.size_bytes = size_bytes


class Forbidden(TiduError):
    """The caller is known and may not do this."""


class Unauthenticated(Forbidden):
    """We do not know who is calling."""


class Unavailable(TiduError):
    """Something we need does not answer; the same request may succeed later."""
