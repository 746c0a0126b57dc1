"""The three shapes of a projection: records, entries, tallies."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from operator import attrgetter
from typing import Any, Generic, TypeVar
from uuid import UUID

from domain.recorded import Recorded
from domain.slices import OF_COMPLAINTS
from projections._kit.applied import Applied
from projections._kit.columns import Column, columns_of

Row = TypeVar("Row")
Cell = TypeVar("Cell")
Key = tuple[Any, ...]

COMPLAINT = "complaint_id"
STREAM = "stream_id"
AMOUNT = "amount"
SUMMED = Column(AMOUNT, "integer", False, "How many there are of what the other columns name.", int)
VERSION = "version"


@dataclass(frozen=True, slots=True)
class Index:
    """A way to find rows quickly. where: a boolean column; only rows where it holds are in it."""

    columns: tuple[str, ...]
    where: str | None = None


def its_complaint(recorded: Recorded) -> tuple[Key, ...]:
    """The usual keys of an event: one row for the whole complaint."""
    return ((recorded.stream_id,),)


@dataclass(frozen=True, slots=True, kw_only=True)
class Records(Generic[Row]):
    """One row for each key, folded from the complaint's events; a fold to None removes the row.

    keys: which rows an event touches, by their key; each begins with the complaint's id. The fold
    is asked for each of them in turn. stops: whether poison stops the view or parks the complaint.
    slices: those that it reads; there is no order between them.
    """

    name: str
    version: int
    question: str
    row: type[Row]
    fold: Callable[[Row | None, Recorded], Row | None]
    key: tuple[str, ...] = (COMPLAINT,)
    keys: Callable[[Recorded], Iterable[Key]] = its_complaint
    indexes: tuple[Index, ...] = ()
    stops: bool = False
    slices: frozenset[int] = OF_COMPLAINTS

    def __post_init__(self) -> None:
        """Refuse a key that does not belong to one complaint."""
        _check(self, self.row, self.key)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entries(Generic[Row]):
    """Rows that events add and nothing ever changes."""

    name: str
    version: int
    question: str
    row: type[Row]
    rows: Callable[[Applied], Iterable[Row]]
    key: tuple[str, ...]
    indexes: tuple[Index, ...] = ()
    stops: bool = False
    slices: frozenset[int] = OF_COMPLAINTS

    def __post_init__(self) -> None:
        """Refuse a key that does not belong to one complaint."""
        _check(self, self.row, self.key)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tallies(Generic[Row, Cell]):
    """Amounts in cells: what each complaint, folded, contributes; the kit applies new minus old.

    row: the folded complaint. cell: the columns that name a cell. contributions: cell to amount.
    """

    name: str
    version: int
    question: str
    row: type[Row]
    fold: Callable[[Row | None, Recorded], Row | None]
    cell: type[Cell]
    contributions: Callable[[Row], Mapping[Cell, int]]
    key: tuple[str, ...] = (COMPLAINT,)
    keys: Callable[[Recorded], Iterable[Key]] = its_complaint
    indexes: tuple[Index, ...] = ()
    stops: bool = False
    slices: frozenset[int] = OF_COMPLAINTS

    def __post_init__(self) -> None:
        """Refuse a state that is not one for each complaint, and a cell that hides its amount."""
        _check(self, self.row, self.key)
        if AMOUNT in (column.name for column in columns_of(self.cell)):
            raise TypeError(f"{self.name}: a cell's columns may not hold {AMOUNT!r}: rename it")


Projection = Records[Any] | Entries[Any] | Tallies[Any, Any]


def _check(projection: Projection, row: type, key: tuple[str, ...]) -> None:
    columns = {column.name: column for column in columns_of(row)}
    own = key[0]
    if own not in (COMPLAINT, STREAM) or any(part not in columns for part in key):
        raise TypeError(
            f"{projection.name}: the key must be columns of the row and begin with {COMPLAINT} "
            f"or {STREAM} (it is {key!r}), so that one complaint can be folded again alone"
        )
    if columns[own].hint is not UUID or any(columns[part].is_optional for part in key):
        raise TypeError(f"{projection.name}: {own} must be a UUID and no key part optional")


def shown_columns(projection: Projection) -> tuple[Column, ...]:
    """The columns that readers see: of the row, of tallies the cell's and the amount."""
    if isinstance(projection, Tallies):
        return (*columns_of(projection.cell), SUMMED)
    return columns_of(projection.row)


def key_of(projection: Projection) -> Callable[[Any], Key]:
    """What reads the key off a row, as a tuple however many columns it has."""
    take = attrgetter(*projection.key)
    return take if len(projection.key) > 1 else lambda row: (take(row),)
