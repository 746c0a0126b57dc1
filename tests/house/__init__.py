"""Rules of the house that no tool off the shelf knows."""
