"""From when something counts: of a told time, what clocks, figures and retention go by (6.2, 8.2).

What somebody outside says of its time is kept as they say it. Nothing is reckoned from before the
complaint was there, nor from what had not come when it was written down (invariant 2), and the days
of one complaint are days of one zone, its legal entity's.
"""

from datetime import datetime
from typing import Any, TypeVar

from pydantic import BaseModel

from domain.complaint.events import DeadlineSet
from domain.complaint.state import Complaint
from domain.recorded import Recorded
from domain.values import When

M = TypeVar("M", bound=BaseModel)


def reckoned(when: When, *, received: When | None, recorded_at: datetime, zone: str) -> When:
    """When something counts as having happened: as told, but from the receipt to the recording.

    when: the time as the record holds it; unknown, it counts from its recording. received: the
    receipt as it counts itself, None where ``told`` is the receipt. zone: the complaint's.
    """
    recorded = When(at=recorded_at, zone=zone)
    here = when if when.unknown else placed(when, zone)
    if here.unknown or is_before(recorded, here):
        here = recorded
    return received if received is not None and is_before(here, received) else here


def receipt_of(complaint: Complaint, *, zone: str) -> When:
    """The receipt as it counts, as far as it was corrected. zone: the complaint's."""
    at = complaint.receipt_recorded_at
    return reckoned(complaint.received, received=None, recorded_at=at, zone=zone)


def placed(when: When, zone: str) -> When:
    """The same time in another zone; of a day alone, its date stays."""
    return when if when.unknown or when.zone == zone else When(at=when.at, on=when.on, zone=zone)


def placed_within(model: M, zone: str) -> M:
    """The same, with every time within it in another zone."""
    changed = {
        name: here
        for name in model.model_fields_set
        if (here := _placed(value := getattr(model, name), zone)) != value
    }
    return model.model_copy(update=changed) if changed else model


def _placed(value: Any, zone: str) -> Any:
    if isinstance(value, When):
        return placed(value, zone)
    if isinstance(value, tuple):
        return tuple(_placed(one, zone) for one in value)
    return placed_within(value, zone) if isinstance(value, BaseModel) else value


def is_before(one: When, other: When) -> bool:
    """Whether a known time lies before another of its zone; by day, where an hour is not known."""
    if one.at is not None and other.at is not None:
        return one.at < other.at
    return one.day is not None and other.day is not None and one.day < other.day


def zone_after(zone: str | None, recorded: Recorded) -> str | None:
    """The zone of a complaint's days after one more event: its due dates', else its receipt's."""
    if isinstance(recorded.event, DeadlineSet):
        return recorded.event.zone
    return zone or recorded.occurred.zone
