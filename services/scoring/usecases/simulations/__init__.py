"""Simulations: ordered, worked on by processes of their own, cancelled, read, and made again offline."""
