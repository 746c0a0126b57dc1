"""The states in which a complaint has ended (lifecycle, 2)."""

ENDED = frozenset({"CLOSED", "WITHDRAWN", "OUT_OF_SCOPE", "MERGED"})
