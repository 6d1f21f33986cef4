"""Commands that need no service: what was published is made again from its export."""
