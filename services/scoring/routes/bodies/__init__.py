"""Bodies that no other service sends."""
