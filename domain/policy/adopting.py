"""The policy in force: which version a legal entity decides under, from which day (5.3)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import ClassVar, Literal
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field

from domain.complaint.authority.separation import NotTheirRole
from domain.errors import Refusal
from domain.local_times import day_in
from domain.policy import Policy
from domain.policy.events import PolicyAdopted
from domain.recorded import Recorded
from domain.values import Actor, Code, Day, PolicyRef, Zone

ADOPTERS = ("policy_owner", "top_management")
"""Who puts a policy in force; the system does where nothing but calendars differs."""
TOLD_FOR = timedelta(hours=24)
"""So long everybody can know of a relaxation before it decides."""
Became = Literal["in_force", "waiting", "taken_back", "taking_back", "over"]
"""taking_back: it says only that what waited does not begin, and that what decides goes on."""
FIRST_START, CALENDAR_REFRESHED = "first_start", "calendar_refreshed"


class InForceBeforeRecorded(Refusal, code="InForceBeforeRecorded"):
    """A policy would decide what was decided under another one already."""

    clause: ClassVar[str] = "5.3"
    rule: ClassVar[str] = "a policy is in force from the day on which it is adopted, or a later one"
    instead: ClassVar[str] = "name today or a later day, or none"


class RelaxedTooSoon(Refusal, code="RelaxedTooSoon"):
    """One person would let themselves do at once what takes two."""

    clause: ClassVar[str] = "4.12"
    rule: ClassVar[str] = "a policy that binds less is told of for 24 hours before it begins"
    instead: ClassVar[str] = "name that day or a later one, or none"


class OtherThanAdopted(Refusal, code="OtherThanAdopted"):
    """A setting names another policy, legal entity or zone than the one that was adopted."""

    clause: ClassVar[str] = "5.3"
    rule: ClassVar[str] = "what was adopted decides, and no setting changes it"
    instead: ClassVar[str] = (
        "unset it; `plaint policy adopt` records another policy or zone, and who put it in force"
    )


class AdoptPolicy(BaseModel):
    """What is to be in force. from_on: the first day on which it may be, unless told."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    legal_entity: Code
    zone: Zone
    policy_id: Code
    policy_version: int = Field(ge=1)
    from_on: Day | None = None
    ground_code: Code


@dataclass(frozen=True, slots=True, kw_only=True)
class Adoption:
    """One adoption as it was recorded."""

    legal_entity: str
    zone: str
    ref: PolicyRef
    from_on: date
    ground_code: str
    adopted_by: Actor
    recorded_at: datetime

    @classmethod
    def of(cls, recorded: Recorded) -> "Adoption":
        """The adoption that an event tells."""
        event = recorded.event
        assert isinstance(event, PolicyAdopted)
        return cls(
            legal_entity=event.legal_entity,
            zone=event.zone,
            ref=PolicyRef(id=event.policy_id, version=event.policy_version),
            from_on=event.from_on,
            ground_code=event.ground_code,
            adopted_by=recorded.actor,
            recorded_at=recorded.recorded_at,
        )

    def has_begun(self, now: datetime) -> bool:
        """Whether its first day has come, in its own zone.

        It had come when it was recorded, too, for whoever reads that by a clock that is behind.
        """
        return day_in(self.zone, max(now, self.recorded_at)) >= self.from_on

    def is_as(self, other: "Adoption") -> bool:
        """Whether the other one says the same policy and zone."""
        return (self.ref, self.zone) == (other.ref, other.zone)

    @property
    def begins_at(self) -> datetime:
        """The instant from which it may decide: its first day begins, and it was recorded."""
        return max(begin_of(self.from_on, self.zone), self.recorded_at)


def begin_of(day: date, zone: str) -> datetime:
    """The instant at which a day begins in a zone."""
    return datetime.combine(day, time(), ZoneInfo(zone)).astimezone(UTC)


def in_force(adoptions: Sequence[Adoption], now: datetime) -> Adoption | None:
    """The one that decides: what began last, and of one instant what was recorded last.

    adoptions: of one legal entity, in the order in which they were recorded.
    """
    return _last_begun([one for one in _standing(adoptions) if one.has_begun(now)])


def to_come(adoptions: Sequence[Adoption], now: datetime) -> tuple[Adoption, ...]:
    """Those whose day has not come, the earliest first; of one day what was recorded last."""
    waiting = [one for one in _standing(adoptions) if not one.has_begun(now)]
    return tuple(sorted(waiting, key=lambda one: one.begins_at))


def what_became(adoptions: Sequence[Adoption], now: datetime) -> tuple[Became, ...]:
    """What became of each adoption of one legal entity, in the order of their recording."""
    decides = in_force(adoptions, now)
    standing, replaced = _settled(adoptions)

    def became(one: Adoption) -> Became:
        if one in replaced:
            return "taken_back"
        if one not in standing:
            return "taking_back"
        begun: Became = "in_force" if one is decides else "over"
        return begun if one.has_begun(now) else "waiting"

    return tuple(map(became, adoptions))


def _standing(adoptions: Sequence[Adoption]) -> list[Adoption]:
    return _settled(adoptions)[0]


def _settled(adoptions: Sequence[Adoption]) -> tuple[list[Adoption], list[Adoption]]:
    """Those that decide some day, and those that were replaced before theirs.

    What is adopted for a day takes the place of what waits for it. Where it says what decides until
    then, it takes that back, and nothing waits any more.
    """
    standing: list[Adoption] = []
    replaced: list[Adoption] = []
    for one in adoptions:
        kept = [
            each
            for each in standing
            if each.from_on != one.from_on or each.has_begun(one.recorded_at)
        ]
        gone = [each for each in standing if each not in kept]
        until = _last_begun([each for each in kept if each.begins_at <= one.begins_at])
        is_taken_back = bool(gone) and until is not None and until.is_as(one)
        standing, replaced = kept if is_taken_back else [*kept, one], replaced + gone
    return standing, replaced


def _last_begun(adoptions: Sequence[Adoption]) -> Adoption | None:
    return max(reversed(adoptions), key=lambda one: one.begins_at, default=None)


def adopted(
    command: AdoptPolicy, *, by: Actor, now: datetime, relaxing: Adoption | None = None
) -> PolicyAdopted:
    """The fact that a policy is adopted. relaxing: what is in force, where that keeps more apart.

    Nobody relaxes it alone for an hour: such a policy is told of for 24 hours, and begins with a
    day that comes after today in both zones. Raises NotTheirRole, InForceBeforeRecorded,
    RelaxedTooSoon.
    """
    if by.kind != "system" and by.role not in ADOPTERS:
        raise NotTheirRole(role=by.role, roles=", ".join(ADOPTERS))
    today = day_in(command.zone, now)
    earliest = today
    if relaxing is not None:
        earliest = _first_day_told(command.zone, max(today, day_in(relaxing.zone, now)), now)
    from_on = command.from_on or earliest
    if from_on < today:
        raise InForceBeforeRecorded(from_on=from_on, today=today)
    if from_on < earliest:
        raise RelaxedTooSoon(from_on=from_on, earliest=earliest)
    return PolicyAdopted.model_validate({**command.model_dump(), "from_on": from_on})


def _first_day_told(zone: str, today: date, now: datetime) -> date:
    """The first day after today that begins in a zone when this was told for long enough."""
    day = today + timedelta(days=1)
    while begin_of(day, zone) < now + TOLD_FOR:
        day += timedelta(days=1)
    return day


def differ_in_calendars_alone(one: Policy, other: Policy) -> bool:
    """Whether all that two versions say is the same but for which days are worked."""
    named = [{each.calendar_id for each in policy.calendars} for policy in (one, other)]
    bare = [policy.model_copy(update={"calendars": ()}) for policy in (one, other)]
    return named[0] == named[1] and bare[0] == bare[1]
