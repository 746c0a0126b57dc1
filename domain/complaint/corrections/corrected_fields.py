"""What a correction of the record says, read in the terms of what it corrects (4.9).

Computed with again are, of the receipt, when the complaint came, by which channel, and what kind of
contact it was; and of any event when it happened and what proves it, as far as something is due
from it or kept by it. All else is told in the history.
"""

import re
from datetime import date, datetime

from domain.complaint.events import RecordCorrected
from domain.local_times import instant_of_local
from domain.values import UNKNOWN, When, instant_text

OCCURRED, PROOF, RECEIVED = "occurred", "entered_from", "received"
SPLIT_OFF = "split_off"
UNKNOWN_TEXT = "unknown"
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def when_text(when: When) -> str:
    """A time as a correction writes it, such as ``2026-03-05[Europe/London]`` (RFC 9557)."""
    if when.at is not None:
        return f"{instant_text(when.at)}[{when.zone}]"
    return UNKNOWN_TEXT if when.on is None else f"{when.on.isoformat()}[{when.zone}]"


def when_of(text: str, *, zone: str | None = None) -> When | None:
    """The time in a text; None where it is none. zone: meant where the text names none.

    A time of day without an offset is local to its zone; one that comes twice or never is none.
    """
    if text == UNKNOWN_TEXT:
        return UNKNOWN
    moment, _, named = text.removesuffix("]").partition("[")
    meant = named or zone
    try:
        if DAY.fullmatch(moment):
            return When(on=date.fromisoformat(moment), zone=meant)
        at = datetime.fromisoformat(moment)
        local = at if at.tzinfo or not meant else instant_of_local(at, meant)
        return When(at=local, zone=meant)
    except (ValueError, LookupError, OSError):
        # An unknown zone is a LookupError to the zones, and pydantic's errors are ValueErrors.
        return None


def corrected_when(event: RecordCorrected) -> When | None:
    """The time that a correction sets right; None where it is about something else."""
    if event.field != OCCURRED or event.right is None:
        return None
    return when_of(event.right)


def corrected_receipt(event: RecordCorrected) -> When | None:
    """The right receipt of what was merged, as it is told where that goes on; else None."""
    is_of_merged = event.field == RECEIVED and event.from_id is not None
    return when_of(event.right) if is_of_merged and event.right else None


def corrected_code(event: RecordCorrected, field: str) -> str | None:
    """The code that a correction sets right in this field; None where it is about another."""
    return event.right if event.field == field else None
