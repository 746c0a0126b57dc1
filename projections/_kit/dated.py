"""The acts that figures are dated by, and the days on which they count (lifecycle, 7)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from domain.corrected import corrected_when
from domain.events import RecordCorrected
from domain.reckoning import is_before, placed, reckoned
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
    told: Told
    recorded_at: datetime
    is_asserted: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Righted:
    """What a correction of the record says of the time of an event (4.9)."""

    event_id: UUID
    told: Told


def told(when: When) -> Told:
    """A time without its zone, which is that of the complaint it is told of."""
    return Told(at=when.at, on=when.on)


def dated(recorded: Recorded) -> Dated:
    """The event as something is counted by it."""
    return Dated(
        event_id=recorded.event_id,
        told=told(recorded.occurred),
        recorded_at=recorded.recorded_at,
    )


def righted_after(righted: tuple[Righted, ...], event: RecordCorrected) -> tuple[Righted, ...]:
    """The corrected times after one more correction; the latest of an event counts."""
    right = corrected_when(event)
    if right is None:
        return righted
    others = tuple(one for one in righted if one.event_id != event.target_event_id)
    return (*others, Righted(event_id=event.target_event_id, told=told(right)))


class Days:
    """The days of one complaint: all of its zone, none before its receipt (domain.reckoning)."""

    def __init__(self, receipt: Dated, righted: Iterable[Righted], zone: str | None) -> None:
        self._zone = zone or "UTC"
        self._righted = {one.event_id: one.told for one in righted}
        self._is_receipt_known = self._told(receipt) != UNKNOWN
        self._received = self._reckoned(receipt, None)

    @property
    def received(self) -> date:
        """The day of the receipt; of its recording, where nobody knows."""
        return _day(self._received)

    def of(self, act: Dated | None) -> date | None:
        """The day on which something counts, as far as it was corrected; None where none knows."""
        if act is None or self._told(act) == UNKNOWN:
            return None
        if act.is_asserted:
            return placed(self._told(act), self._zone).day
        return _day(self._reckoned(act, self._received))

    def begun(self, told: Told, recorded_at: datetime) -> date:
        """The day on which something began that was told so, and recorded then."""
        when = self._when(told)
        return _day(
            reckoned(when, received=self._received, recorded_at=recorded_at, zone=self._zone)
        )

    def since(self, earlier: Iterable[Told | None]) -> date | None:
        """The earliest of the receipt and these; None where nobody knows when it came."""
        if not self._is_receipt_known:
            return None
        earliest = self._received
        for when in (self._when(one) for one in earlier if one is not None):
            earliest = when if is_before(when, earliest) else earliest
        return earliest.day

    def _reckoned(self, act: Dated, received: When | None) -> When:
        at = act.recorded_at
        return reckoned(self._told(act), received=received, recorded_at=at, zone=self._zone)

    def _told(self, act: Dated) -> When:
        return self._when(self._righted.get(act.event_id, act.told))

    def _when(self, told: Told) -> When:
        is_known = told.at is not None or told.on is not None
        return When(at=told.at, on=told.on, zone=self._zone) if is_known else UNKNOWN


def _day(when: When) -> date:
    assert when.day is not None, "what is reckoned is known"
    return when.day
