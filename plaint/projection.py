"""What a projection's file imports: three shapes, what they are asked, and how a row is changed."""

from projections._kit import (
    Applied,
    Ends,
    Entries,
    Group,
    Index,
    Key,
    Page,
    Projection,
    Records,
    Sums,
    Tallies,
    Where,
    changed,
)

__all__ = [
    "Applied",
    "Ends",
    "Entries",
    "Group",
    "Index",
    "Key",
    "Page",
    "Projection",
    "Records",
    "Sums",
    "Tallies",
    "Where",
    "changed",
]
