"""The acts that figures are dated by, and the days on which they count (docs/figures.md)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from uuid import UUID

from domain.complaint.corrections.corrected_fields import corrected_when
from domain.complaint.events import RecordCorrected
from domain.complaint.reckoning import is_before, reckoned
from domain.recorded import Recorded
from domain.values import UNKNOWN, When


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A time as somebody told it, an instant or a day; neither where nobody knows."""

    at: datetime | None = None
    on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Dated:
    """An event by which something is counted.

    is_asserted: the time is a source's own word, which is counted as it stands.
    """

    event_id: UUID
    time: Told
    recorded_at: datetime
    is_asserted: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Righted:
    """What a correction of the record says of the time of an event (4.9)."""

    event_id: UUID
    time: Told


NEVER_TOLD = Told()


def without_zone(when: When) -> Told:
    """A time without its zone, which is that of the complaint it is told of."""
    return Told(at=when.at, on=when.on)


def dated(recorded: Recorded, *, is_asserted: bool = False) -> Dated:
    """The event as something is counted by it."""
    return Dated(
        event_id=recorded.event_id,
        time=without_zone(recorded.occurred),
        recorded_at=recorded.recorded_at,
        is_asserted=is_asserted,
    )


def righted_after(righted: tuple[Righted, ...], event: RecordCorrected) -> tuple[Righted, ...]:
    """The corrected times after one more correction; the latest of an event counts."""
    right = corrected_when(event)
    if right is None:
        return righted
    others = tuple(one for one in righted if one.event_id != event.target_event_id)
    return (*others, Righted(event_id=event.target_event_id, time=without_zone(right)))


class Days:
    """The days of one complaint: all of its zone, none before its receipt (domain.reckoning)."""

    def __init__(self, receipt: Dated, righted: Iterable[Righted], zone: str | None) -> None:
        self._zone = zone or "UTC"
        self._righted = {one.event_id: one.time for one in righted}
        time = self._told(receipt)
        self._is_receipt_known = time != NEVER_TOLD
        self._received = self._reckoned(time, receipt.recorded_at, None)

    @property
    def received(self) -> date:
        """The day of the receipt; of its recording, where nobody knows."""
        return _day(self._received)

    def of(self, act: Dated | None) -> date | None:
        """The day on which something counts, as far as it was corrected; None where none knows."""
        time = self._told(act) if act is not None else NEVER_TOLD
        if act is None or time == NEVER_TOLD:
            return None
        if act.is_asserted:
            return _when(time, self._zone).day
        return _day(self._reckoned(time, act.recorded_at, self._received))

    def begun(self, time: Told, recorded_at: datetime) -> date:
        """The day on which something began that was told so, and recorded then."""
        return _day(self._reckoned(time, recorded_at, self._received))

    def since(self, earlier: Iterable[Told | None]) -> date | None:
        """The earliest of the receipt and these; None where nobody knows when it came."""
        if not self._is_receipt_known:
            return None
        earliest = self._received
        for when in (_when(one, self._zone) for one in earlier if one is not None):
            earliest = when if is_before(when, earliest) else earliest
        return earliest.day

    def _told(self, act: Dated) -> Told:
        return self._righted.get(act.event_id, act.time)

    def _reckoned(self, time: Told, recorded_at: datetime, received: When | None) -> When:
        when = _when(time, self._zone)
        return reckoned(when, received=received, recorded_at=recorded_at, zone=self._zone)


@lru_cache(maxsize=4_096)
def _when(time: Told, zone: str) -> When:
    """The time in the zone of its complaint; many complaints tell of the same days."""
    return UNKNOWN if time == NEVER_TOLD else When(at=time.at, on=time.on, zone=zone)


def _day(when: When) -> date:
    assert when.day is not None, "what is reckoned is known"
    return when.day
