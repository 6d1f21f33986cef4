"""What intake's routes take and give; the words in front ends come from these descriptions."""
