"""What a reader of another system's complaints hands on: rows that may come in, and the others."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from uuid import UUID

from domain.decision_context import NewEvent


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedComplaint:
    """One row of a source as the facts that it holds; every id in it comes from the row alone.

    line: physical line of the file where the row starts, from 1. row_key: the row's name at the
    source. content_digest: MAC in hex of what it says, so that a changed row shows.
    earlier_digests: those under which a row that says the same may have been stored before.
    earlier_ids: the commands that may have stored the same row, of a source that gives it no id.
    facts: the first is ComplaintReceived, under the complaint's first reference.
    """

    line: int
    row_key: str
    content_digest: str
    earlier_digests: Callable[[], Iterable[str]] = field(compare=False)
    earlier_ids: Callable[[], Iterable[UUID]] = field(compare=False)
    complaint_id: UUID
    command_id: UUID
    facts: tuple[NewEvent, ...]


@dataclass(frozen=True, slots=True)
class RejectedRow:
    """One row that stays out, with the rule that it breaks and its text as it was.

    text: may hold personal data, octets that are no UTF-8 stand in it as ``\\xe9``.
    """

    line: int
    reason: str
    text: str
