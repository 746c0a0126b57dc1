"""What was written down of the dealings with those outside (7.3)."""

from dataclasses import dataclass
from uuid import UUID

from domain.complaint.parts import Ids


@dataclass(frozen=True, slots=True, kw_only=True)
class Communication:
    """A communication, or a note, as staff entered it. is_inbound: it came from outside.

    acknowledges: whom it told that the complaint is received. messages: what else it told.
    is_notice: whoever complains heard that it takes longer, by an update of that kind, or
    where staff named the day. reached_nobody: it came back, or was said by them and not to them.
    reached: for whom that was heard; None where it was for all.
    """

    is_note: bool = False
    is_inbound: bool = False
    is_notice: bool = False
    reached_nobody: bool = False
    acknowledges: UUID | None = None
    messages: tuple[str, ...] = ()
    reached: Ids | None = None
