"""The demo: the round of a whole city on the embedded system, told as a timeline that checks itself."""
