"""What another edition would do to a cohort: codes, comparison, tally; every part of it pure."""
