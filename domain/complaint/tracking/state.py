"""What was written down of the dealings with those outside (7.3)."""

from dataclasses import dataclass
from uuid import UUID

from domain.complaint.parts import Ids


@dataclass(frozen=True, slots=True, kw_only=True)
class Communication:
    """A communication, or a note, as staff entered it. is_inbound: it came from outside.

    acknowledges: whom it told that the complaint is received.
    is_notice: whoever complains heard that it takes longer, by an update of that kind or with a
    day, or in a call of staff; nobody did where it came back. reached: for whom that was heard;
    None where it was for all.
    """

    is_note: bool = False
    is_inbound: bool = False
    is_notice: bool = False
    acknowledges: UUID | None = None
    reached: Ids | None = None
