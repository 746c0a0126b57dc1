"""6.2 Due dates: the clock that passes them, and proof that they were kept."""

from typing import Annotated, ClassVar, Self
from uuid import UUID

from pydantic import Field

from domain.complaint.acts import Act
from domain.complaint.deadlines.day_count import is_late
from domain.complaint.deadlines.escalation import escalation
from domain.complaint.deadlines.lateness import voids_miss
from domain.complaint.deadlines.met_by import has_its_fact
from domain.complaint.deadlines.pause_arithmetic import gone_on
from domain.complaint.deadlines.proofs import proves
from domain.complaint.decider import Decider
from domain.complaint.draft import Draft
from domain.complaint.events import DeadlineLapsed, DeadlineMet, DeadlineMissed
from domain.complaint.state import DeadlineState
from domain.decision_context import Command
from domain.errors import Refusal
from domain.roles import SYSTEM
from domain.values import When


class NoSuchDeadline(Refusal, code="NoSuchDeadline"):
    """A due date that was never set."""

    clause = "6.2"
    rule = "the complaint has no such deadline"
    instead = "name one that was set"


class NotYetDue(Refusal, code="NotYetDue"):
    """A due date that has not come."""

    clause = "6.2"
    rule = "the deadline is not past"
    instead = "look again when it is"


class DeadlineOver(Refusal, code="DeadlineOver"):
    """A due date that is met, lapsed, cancelled or replaced."""

    clause = "6.2"
    rule = "the deadline does not run any more"
    instead = "nothing is left to do about it"

    @classmethod
    def of(cls, deadline: DeadlineState) -> Self:
        """The refusal, with the due date and how it stands."""
        fact = deadline.fact
        return cls(kind=fact.kind, deadline_id=fact.deadline_id, status=deadline.status)


class NotProved(Refusal, code="NotProved"):
    """A due date is said to be kept by an event that shows no such thing."""

    clause = "6.2"
    rule = "that a deadline was kept is shown by a contact, a note or a message of the complaint"
    instead = "record the contact or a note first, and name its event"


class MetByItsFact(Refusal, code="MetByItsFact"):
    """A due date that only the thing itself keeps."""

    clause = "6.2"
    rule = "this deadline is met by what is due itself"
    instead = "record that, with the time at which it happened and its proof in entered_from"


class NothingDue(Refusal, code="NothingDue"):
    """There is no due date that something could be said about."""

    clause = "6.2"
    rule = "nothing is due that still runs"
    instead = "nothing is left to do about it"


class NotYetWarned(Refusal, code="NotYetWarned"):
    """A warning that has not come, or never comes."""

    clause = "6.2"
    rule = "the time to warn has not come"
    instead = "look again when it has"


class PassDeadline(Command):
    """A due date has passed: it is missed, or somebody else's window has lapsed."""

    deadline_id: UUID


class WarnOfDeadline(Command):
    """A due date nears: the complaint rises, where the policy says so."""

    deadline_id: UUID


class MeetDeadline(Act):
    """What was due was done, as an event of the complaint shows."""

    NEEDS_HISTORY: ClassVar[bool] = True

    deadline_id: UUID
    by_event_id: Annotated[UUID, Field(description="The contact, note or message that shows it")]


def deadline_named(draft: Draft, deadline_id: UUID) -> DeadlineState:
    """The due date with this id. Raises NoSuchDeadline."""
    deadline = draft.complaint.deadlines.get(deadline_id)
    if deadline is None:
        raise NoSuchDeadline(deadline_id=deadline_id)
    return deadline


def running(draft: Draft, deadline_id: UUID) -> DeadlineState:
    """The due date with this id, if what is due is still to be done.

    Raises NoSuchDeadline, DeadlineOver.
    """
    deadline = deadline_named(draft, deadline_id)
    if not deadline.is_open:
        raise DeadlineOver.of(deadline)
    return deadline


def something_is_due(draft: Draft) -> None:
    """Refuse what needs a due date that is still open. Raises NotReceived, NothingDue."""
    if not any(one.is_open for one in draft.complaint.deadlines.values()):
        raise NothingDue(complaint=draft.complaint.reference)


def _pass_deadline(draft: Draft, command: PassDeadline) -> None:
    deadline = deadline_named(draft, command.deadline_id)
    fact = deadline.fact
    if deadline.status not in ("running", "paused"):
        return
    # A pause that ends lets it run again: the clock has to come back, and not be told "done".
    if deadline.status == "paused" or draft.context.now <= deadline.due_at:
        raise NotYetDue(due_at=deadline.due_at, now=draft.context.now, status=deadline.status)
    kind = DeadlineMissed if fact.party == "organisation" else DeadlineLapsed
    passed = kind(deadline_id=fact.deadline_id, due_at=deadline.due_at)
    draft.add(passed, occurred=When(at=deadline.due_at, zone=fact.zone))


def _warn_of_deadline(draft: Draft, command: WarnOfDeadline) -> None:
    deadline = deadline_named(draft, command.deadline_id)
    now, warn_at = draft.context.now, deadline.warn_at
    if deadline.status not in ("running", "paused"):
        return
    if deadline.status == "paused" or warn_at is None or now < warn_at:
        raise NotYetWarned(warn_at=warn_at, now=now, status=deadline.status)
    for risen in escalation(draft.complaint, deadline, draft.context.policy, after="warned"):
        draft.add(risen, occurred=draft.now)


def _meet_deadline(draft: Draft, command: MeetDeadline) -> None:
    deadline = running(draft, command.deadline_id)
    if has_its_fact(deadline.fact.kind):
        raise MetByItsFact(deadline_id=command.deadline_id, kind=deadline.fact.kind)
    if command.by_event_id not in draft.complaint.communications:
        raise NotProved(event_id=command.by_event_id)
    judged, resumed = gone_on(deadline, draft.occurred, draft.context)
    for one in resumed:
        draft.add(one, of=command)
    late = is_late(draft.occurred, due_on=judged.due_on, due_at=judged.due_at)
    met = DeadlineMet(
        deadline_id=deadline.fact.deadline_id,
        met=draft.occurred,
        by_event_id=command.by_event_id,
        is_late=late,
        voids_miss=voids_miss(
            was_missed=deadline.was_missed,
            is_late=late,
            is_proved=proves(
                command.by_event_id, draft.actor.id, draft.context, due_at=deadline.due_at
            ),
        ),
        settles_event_ids=command.settles_event_ids or None,
    )
    draft.add(met, of=command)


pass_deadline = Decider(
    "pass_deadline",
    PassDeadline,
    _pass_deadline,
    clause="6.2",
    summary="Let a deadline that is over be missed or lapse",
    roles=SYSTEM,
)
"""Turn a due date that has passed into a fact (6.2); [] if one stands. The clock's command."""

warn_of_deadline = Decider(
    "warn_of_deadline",
    WarnOfDeadline,
    _warn_of_deadline,
    clause="7.3",
    summary="Let the complaint rise because a deadline nears",
    roles=SYSTEM,
)
"""Let a complaint rise because a due date nears (7.3); [] if it stands as high. The clock's."""

meet_deadline = Decider(
    "meet_deadline",
    MeetDeadline,
    _meet_deadline,
    clause="6.2",
    summary="Record that what was due was done",
    may=something_is_due,
)
"""Record that what was due was done; in time and proved, it voids a miss (6.2)."""
