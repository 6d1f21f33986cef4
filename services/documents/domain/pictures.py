"""Which pages pictures can be had of, and the bounds within which one is asked for."""

from services.documents.domain.picture_errors import NoPictureOfType, PageNotThere
from services.documents.domain.versions import Version

#: What has pages that we can draw; the others are kept and handed out as they are.
DRAWABLE_TYPES = frozenset({"application/pdf", "image/jpeg", "image/png", "image/tiff"})

#: The longest side of a picture, in pixels: less shows nothing, more only costs.
SHORTEST_PX = 200
LONGEST_PX = 3000
USUAL_PX = 1600


def require_page(version: Version, page: int) -> None:
    """Raise NoPictureOfType or PageNotThere for a page of which there can be no picture."""
    if version.media_type not in DRAWABLE_TYPES:
        raise NoPictureOfType
    if not 1 <= page <= version.page_count:
        raise PageNotThere
