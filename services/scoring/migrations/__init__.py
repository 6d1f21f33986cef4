"""The revisions of the scoring database."""
