"""The revisions of the intake database."""
