"""The checks of a version after its upload was answered: steps in a row, and their registry."""
