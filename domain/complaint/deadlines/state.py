"""Due dates as they were set, how they moved, and what became of them (6.2, 7.1)."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, Self
from uuid import UUID

from domain.complaint.deadlines.events import DeadlineSet
from domain.complaint.deadlines.lateness import Lateness, in_words
from domain.complaint.parts import NewDueDate, StoodStill
from domain.values import PolicyRef, When

DeadlineStatus = Literal["running", "paused", "missed", "met", "lapsed", "cancelled", "replaced"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pause:
    """A ground on which a due date stands still, by a rule of the policy as it was then.

    told_by: the events that may be corrected.
    """

    rule_id: str
    ground_code: str
    since: When
    with_suspension: bool = False
    told_by: frozenset[UUID | None] = frozenset()
    policy: PolicyRef | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Stood:
    """A time in which it stood still, and which is over. begun_by, ended_by: its events."""

    rule_id: str
    ground_code: str
    first: datetime
    last: datetime
    begun_by: frozenset[UUID | None] = frozenset()
    ended_by: frozenset[UUID | None] = frozenset()
    policy: PolicyRef | None = None

    @classmethod
    def of(cls, fact: StoodStill) -> Self:
        """The same, as a due date that was set again tells it."""
        known = fact.policy_id and fact.policy_version
        return cls(
            rule_id=fact.rule_id,
            ground_code=fact.ground_code,
            first=fact.since_at,
            last=fact.until_at,
            policy=PolicyRef(id=fact.policy_id, version=fact.policy_version) if known else None,
        )

    @property
    def stood_still(self) -> StoodStill:
        """The same, as a due date that is set again tells it."""
        return StoodStill(
            rule_id=self.rule_id,
            ground_code=self.ground_code,
            since_at=self.first,
            until_at=self.last,
            policy_id=self.policy.id if self.policy else None,
            policy_version=self.policy.version if self.policy else None,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Extension:
    """By how much a due date was moved, and when that was written down.

    clock: the rule of the due date; where that is meant again, the extension holds again.
    notice: what it rests on, if on any; is_told: whether that told of the day, as is known by now.
    """

    clock: str
    old_on: date
    old_at: datetime
    new_on: date
    new_at: datetime
    recorded_at: datetime
    notice: UUID | None = None
    is_told: bool = True


NEW_TARGET = "new_target"
"""The rule behind a day that somebody set after a miss."""
NO_CLOCK = ""
"""By which a new target is moved from what was missed: it is no extension of any clock."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadlineState:
    """A due date as it was set, and what became of it.

    was_missed: the clock recorded that it passed, which stands. is_void: it did, and a proof made
    that void. lateness: None while nobody can say, and where nothing came of it.
    met, met_by, met_entered_at: when it was done, by which event, and when that was written down.
    moved: as it stands after extensions and pauses. extended: how often it was; extensions: those
    told of this complaint; notices: of which the complainant was told by then. pauses: on which
    grounds it stands still. stood: the pauses that are over. known_since: when it was first written
    down; None where that was in another complaint. stage: the complaint's, when what it counts from
    happened. came: when what is due to one person alone came with a merger; nothing told here
    stopped it before.
    """

    fact: DeadlineSet
    status: DeadlineStatus = "running"
    was_missed: bool = False
    is_void: bool = False
    lateness: Lateness | None = None
    met: When | None = None
    met_by: UUID | None = None
    met_entered_at: datetime | None = None
    moved: NewDueDate | None = None
    extended: int = 0
    extensions: tuple[Extension, ...] = ()
    notices: frozenset[UUID] = frozenset()
    pauses: tuple[Pause, ...] = ()
    stood: tuple[Stood, ...] = ()
    known_since: datetime | None = None
    stage: int = 1
    came: When | None = None

    @property
    def is_open(self) -> bool:
        """Whether what is due is still to be done, in time or late."""
        return self.status in ("running", "paused", "missed")

    @property
    def paused(self) -> When | None:
        """Since when it stands still, on whatever ground."""
        known = [(one.since.earliest, one.since) for one in self.pauses if one.since.earliest]
        return min(known, key=lambda one: one[0])[1] if known else None

    def stands_still_by(self, due_at: datetime) -> bool:
        """Whether it stands still, also if it had been due then: what is over cannot stop."""
        since = self.paused.earliest if self.paused else None
        return self.status == "paused" and (since is None or since <= due_at)

    def was_over_when_known(self, due_at: datetime | None = None) -> bool:
        """Whether it was past when it was first written down: nobody could enter in time then."""
        return self.known_since is not None and self.known_since > (due_at or self.due_at)

    def since_it_came(self, when: When) -> When:
        """A time that was told here, as it counts for this due date."""
        first, meant = self.came.earliest if self.came else None, when.earliest
        is_before = first is not None and meant is not None and meant < first
        return self.came if self.came and is_before else when

    def stood_until(
        self, last: datetime | None, ended_by: frozenset[UUID | None] = frozenset()
    ) -> tuple[Stood, ...]:
        """The pauses that are given back, once the present one ended then."""
        since = self.paused
        if since is None or since.earliest is None or last is None or last <= since.earliest:
            return self.stood
        first = self.pauses[0]
        begun_by = next(one.told_by for one in self.pauses if one.since == since)
        over = Stood(
            rule_id=first.rule_id,
            ground_code=first.ground_code,
            first=since.earliest,
            last=last,
            begun_by=begun_by,
            ended_by=ended_by,
            policy=first.policy,
        )
        return (*self.stood, over)

    @property
    def pause_rule_id(self) -> str | None:
        """By which rule it stands still, the first where there are several."""
        return self.pauses[0].rule_id if self.pauses else None

    @property
    def pause_ground(self) -> str | None:
        """Why it stands still, the first ground where there are several."""
        return self.pauses[0].ground_code if self.pauses else None

    @property
    def lateness_told(self) -> str | None:
        """Whether it was kept, in words; None while nobody can say."""
        if self.lateness is None:
            return None
        return in_words(self.lateness, was_missed=self.was_missed, is_void=self.is_void)

    @property
    def due_on(self) -> date:
        """The day on which it is due, as it stands."""
        return self.moved.due_on if self.moved else self.fact.due_on

    @property
    def due_at(self) -> datetime:
        """The instant at which it is due, as it stands."""
        return self.moved.due_at if self.moved else self.fact.due_at

    @property
    def is_estimated(self) -> Literal[True] | None:
        """Whether its calendar does not yet know every holiday up to it, as it stands."""
        return self.moved.is_estimated if self.moved else self.fact.is_estimated

    @property
    def warn_at(self) -> datetime | None:
        """From when on it counts as due soon, as it stands."""
        return self.moved.warn_at if self.moved else self.fact.warn_at
