"""Names the libraries that looked at a file, with their versions, for the record."""

from importlib.metadata import version


def engines(*distributions: str) -> str:
    """Write them as ``name version``, in the order given."""
    return ", ".join(f"{name} {version(name)}" for name in distributions)
