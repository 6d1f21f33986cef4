"""A run of the comparison between store and database: how far it has come and what it has looked at."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Phase(StrEnum):
    """What a run looks at."""

    #: What rows name: is it there, with these bytes?
    VERSIONS = "versions"
    #: What the store lists: does a row name it?
    OBJECTS = "objects"
    DONE = "done"


@dataclass(frozen=True, kw_only=True)
class Verification:
    """A run and its cursor."""

    id: str
    started_at: datetime
    phase: Phase = Phase.VERSIONS
    #: The last version's id, or the last object's key, that is done with.
    after: str = ""
    #: With an object's key the version of it: a step may end in the middle of a key's versions.
    after_version: str = ""
    versions: int = 0
    size_bytes: int = 0
    objects: int = 0
    #: Objects that came too lately to say that no row will name them.
    young_objects: int = 0
    finished_at: datetime | None = None
