"""The demo: one application's whole life on the embedded system, told as a timeline that checks itself."""
