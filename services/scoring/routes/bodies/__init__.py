"""Bodies of schemes, panels and ballots, which no other service sends."""
