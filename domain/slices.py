"""The slices of the record: the partitions of its topics, and the units in which views advance."""

SLICES = 12
"""Of the complaints, 0 to 11."""
MANAGEMENT = 12
"""The one slice of the streams of the management system."""
OF_COMPLAINTS = frozenset(range(SLICES))
OF_MANAGEMENT = frozenset({MANAGEMENT})
