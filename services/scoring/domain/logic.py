"""Three-valued logic (Kleene) for facts that may be missing: true, false and unknown.

Unknown is ``None``. It is never read as false: what is not known stays open until somebody says it.
"""

from collections.abc import Iterable

Truth = bool | None


def all_of(truths: Iterable[Truth]) -> Truth:
    """One false decides; otherwise one unknown leaves the whole open."""
    unknown = False
    for truth in truths:
        if truth is False:
            return False
        unknown = unknown or truth is None
    return None if unknown else True


def any_of(truths: Iterable[Truth]) -> Truth:
    """One true decides; otherwise one unknown leaves the whole open."""
    unknown = False
    for truth in truths:
        if truth is True:
            return True
        unknown = unknown or truth is None
    return None if unknown else False
