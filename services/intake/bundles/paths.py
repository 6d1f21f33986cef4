"""Where the data that ships with the package lies."""

from pathlib import Path

DATA = Path(__file__).parent.parent / "data"
