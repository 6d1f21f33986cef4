"""Scans made in processes of their own: drawing pages is what costs a play the most time."""
