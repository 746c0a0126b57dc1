"""What was written down of the dealings with those outside (7.3)."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Communication:
    """A communication, or a note, as staff entered it. is_inbound: it came from outside."""

    is_note: bool = False
    is_inbound: bool = False
