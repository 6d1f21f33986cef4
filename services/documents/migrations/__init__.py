"""The revisions of the documents database."""
