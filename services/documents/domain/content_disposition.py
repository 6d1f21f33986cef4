"""Content-Disposition (RFC 6266, RFC 8187): a download keeps the name that the person typed."""

from urllib.parse import quote

#: attr-char of RFC 8187 §3.2.1 beyond letters and digits; everything else is percent-encoded.
_ATTRIBUTE_CHARACTERS = "!#$&+-.^_`|~"


def attachment(file_name: str) -> str:
    """Write the header for a file to be saved under its true name."""
    return _disposition("attachment", file_name)


def inline(file_name: str) -> str:
    """Write the header for a file to be shown, and saved under its true name if it is."""
    return _disposition("inline", file_name)


def _disposition(how: str, file_name: str) -> str:
    """Name the file twice.

    Old clients read ``filename``: there, what is not plain ASCII becomes an underscore.
    """
    plain = "".join(
        character if character.isascii() and character.isprintable() else "_"
        for character in file_name
    )
    # "%" is avoided too (RFC 6266 appendix D): some clients decode it in the quoted form.
    fallback = plain.replace("%", "_").replace("\\", "_").replace('"', "_")
    encoded = quote(file_name, safe=_ATTRIBUTE_CHARACTERS)
    return f"{how}; filename=\"{fallback}\"; filename*=UTF-8''{encoded}"
