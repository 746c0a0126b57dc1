"""What projections are made of: three shapes, described columns, pure folding of a batch.

A projection's module imports from here and from the domain, and from nothing else.
"""

from projections._kit.applied import Applied
from projections._kit.columns import Column, Kind, Undescribed, changed, columns_of
from projections._kit.questions import Counts, Ends, Group, Page, Sums, Unless, Where
from projections._kit.shapes import Entries, Index, Key, Projection, Records, Tallies

__all__ = [
    "Applied",
    "Column",
    "Counts",
    "Ends",
    "Entries",
    "Group",
    "Index",
    "Key",
    "Kind",
    "Page",
    "Projection",
    "Records",
    "Sums",
    "Tallies",
    "Undescribed",
    "Unless",
    "Where",
    "changed",
    "columns_of",
]
