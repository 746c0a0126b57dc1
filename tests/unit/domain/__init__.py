"""The pure complaint, clause by clause."""
