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


def at_least_n_of(threshold: int, truths: Iterable[Truth]) -> Truth:
    """So many true ones decide, and so do so many false ones that the rest cannot be enough."""
    true = unknown = 0
    for truth in truths:
        true += truth is True
        unknown += truth is None
    if true >= threshold:
        return True
    return None if true + unknown >= threshold else False
