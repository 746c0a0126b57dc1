"""Complaints that go their ways, as Hypothesis draws them, and ways in which feeds bring them."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID, uuid5

from hypothesis import strategies as st

from domain.complaint import events as e
from domain.complaint.lifecycle import State
from domain.event import DomainEvent
from domain.values import UNKNOWN
from tests.support import moments
from tests.support.histories import (
    ACCEPTED,
    AFTERWARDS,
    AGREED,
    CLOSED,
    COMPLAINTS,
    FORWARDED,
    ISSUE,
    REJECTED,
    T0,
    WITHDRAWN,
    Telling,
    deadline_set,
    named,
    on,
    received,
)

Moment = Callable[["Walk"], tuple[DomainEvent, State]]


@dataclass
class Walk:
    """One complaint on its way; numbers: what ids are made of."""

    complaint_id: UUID
    state: State = "RECEIVED"
    round: int = 1
    deadlines: list[UUID] = field(default_factory=list)
    decision: UUID | None = None
    answer: UUID | None = None
    steps: int = 0

    def fresh(self, kind: str) -> UUID:
        """An id that this complaint has not used."""
        self.steps += 1
        return uuid5(self.complaint_id, f"{kind} {self.steps}")


def _same(event: DomainEvent) -> Moment:
    return lambda walk: (event, walk.state)


def _to(event: DomainEvent, state: State) -> Moment:
    return lambda _walk: (event, state)


def _deadline(kind: str, party: str) -> Moment:
    def moment(walk: Walk) -> tuple[DomainEvent, State]:
        walk.deadlines.append(walk.fresh("deadline"))
        return deadline_set(walk.deadlines[-1], kind=kind, party=party, day=walk.steps), walk.state

    return moment


def _end_deadline(how: str) -> Moment:
    def moment(walk: Walk) -> tuple[DomainEvent, State]:
        first = walk.deadlines[0]
        due_at = T0 + timedelta(days=1)
        if how == "missed":
            return e.DeadlineMissed(deadline_id=first, due_at=due_at), walk.state
        walk.deadlines.remove(first)
        endings: dict[str, DomainEvent] = {
            "lapsed": e.DeadlineLapsed(deadline_id=first, due_at=due_at),
            "cancelled": e.DeadlineCancelled(deadline_id=first, ground_code="superseded"),
            "met": e.DeadlineMet(
                deadline_id=first, met=on(4), by_event_id=named("by"), is_late=False
            ),
        }
        return endings[how], walk.state

    return moment


def _proposed(walk: Walk) -> tuple[DomainEvent, State]:
    walk.decision = walk.fresh("decision")
    stance = e.IssueStance(issue_id=ISSUE, issue_no=1, finding_code="upheld", stance="accepted")
    proposed = e.DecisionProposed(
        decision_id=walk.decision, stage=1, round=walk.round, issues=(stance,)
    )
    return proposed, "DECIDED"


def _responded(walk: Walk) -> tuple[DomainEvent, State]:
    return (
        e.ResponseSent(
            response_id=walk.fresh("response"),
            decision_id=walk.decision,
            stage=1,
            round=walk.round,
            kind="final",
            channel_code="letter",
            issue_ids=(ISSUE,),
        ),
        "RESPONDED",
    )


def _set_aside(walk: Walk) -> tuple[DomainEvent, State]:
    walk.round += 1
    return e.DecisionSetAside(ground_code="new_facts", approved_by=named("boss")), "INVESTIGATING"


def _reopened(walk: Walk) -> tuple[DomainEvent, State]:
    reopened = e.ComplaintReopened(
        ground_code="closed_in_error",
        reopen_no=1,
        issue_ids=(ISSUE,),
        from_state=walk.state,
        resumes_in_state="ASSESSED",
    )
    return reopened, "ASSESSED"


def _contact(purpose: str) -> Moment:
    event = e.ContactRecorded.model_validate(
        {
            "contact_id": named("contact"),
            "direction": "inbound",
            "channel_code": "phone",
            "purpose_code": purpose,
        }
    )
    return _same(event)


def _assessed(is_safety: bool) -> Moment:
    event = e.ComplaintAssessed(
        severity_code="high" if is_safety else "low",
        scale_version=1,
        is_safety=is_safety,
        priority_code="urgent" if is_safety else "normal",
    )
    return lambda walk: (event, "ASSESSED" if walk.state == "RECEIVED" else walk.state)


def _acknowledged(walk: Walk) -> tuple[DomainEvent, State]:
    event = e.ComplaintAcknowledged(
        stage=1, round=walk.round, channel_code="email", contact_point_code="desk"
    )
    return event, walk.state


def _finding(walk: Walk) -> tuple[DomainEvent, State]:
    event = e.FindingRecorded(
        issue_id=ISSUE, issue_no=1, stage=1, round=walk.round, finding_code="partly_upheld"
    )
    return event, walk.state


def _imported(known: State, is_disputed: bool | None) -> Moment:
    event = e.KnownStateImported(
        source_system="elsewhere",
        row_digest="ab",
        known_state=known,
        source_outcome_code="explained",
        is_timely=True,
        is_disputed=is_disputed,
    )
    return _to(event, known)


ANY: tuple[Moment, ...] = (
    *map(_same, moments.ANYWHERE),
    _same(e.NoteAdded(visibility_code="internal")),
    _contact("status_request"),
    _contact("reopening"),
    _same(e.CommunicationFailed(target_event_id=named("event 5"), failure_code="returned")),
)
OPEN: tuple[Moment, ...] = (
    *ANY,
    *map(_same, moments.WHILE_OPEN),
    _acknowledged,
    _assessed(False),
    _assessed(True),
    _same(e.ComplaintAssigned(handler=named("handler"), unit="south")),
    _same(e.ComplaintUnassigned(ground_code="away")),
    _same(FORWARDED),
    _deadline("response", "organisation"),
    _deadline("reply_window", "complainant"),
    _to(WITHDRAWN, "WITHDRAWN"),
)
MOMENTS: dict[str, tuple[Moment, ...]] = {
    "RECEIVED": (*OPEN, _to(AGREED, "ACCEPTED"), _same(ACCEPTED), _to(moments.MERGED, "MERGED")),
    "ASSESSED": (*OPEN, _finding, _to(AGREED, "ACCEPTED"), _proposed),
    "INVESTIGATING": (*OPEN, _finding, _proposed),
    "DECIDED": (*OPEN, _responded),
    "RESPONDED": (*OPEN, _to(ACCEPTED, "ACCEPTED"), _to(REJECTED, "DISPUTED"), _set_aside),
    "ACCEPTED": (*OPEN, _to(CLOSED, "CLOSED"), _to(REJECTED, "DISPUTED")),
    "DISPUTED": (*OPEN, _same(REJECTED), _set_aside, _to(CLOSED, "CLOSED")),
    "EXTERNAL": (*OPEN, _to(moments.RETURNED, "CLOSED"), _set_aside),
    "MERGED": (*ANY, _to(moments.UNMERGED, "RECEIVED")),
    "CLOSED": (
        *ANY,
        _to(moments.REFERRED, "EXTERNAL"),
        _reopened,
        _same(ACCEPTED),
        _same(WITHDRAWN),
    ),
    "WITHDRAWN": (*ANY, _reopened, _same(REJECTED)),
}
IMPORTS = (
    _imported("CLOSED", True),
    _imported("CLOSED", None),
    _imported("INVESTIGATING", None),
    _imported("DISPUTED", True),
)


def _moments(walk: Walk) -> list[Moment]:
    running = ("met", "missed", "lapsed", "cancelled") if walk.deadlines else ()
    return [*MOMENTS[walk.state], *map(_end_deadline, running)]


@st.composite
def tellings(draw: st.DrawFn, *, longest: int = 25) -> Telling:
    """A record of some complaints that go their ways side by side."""
    telling = Telling(begins=draw(st.sampled_from((T0, AFTERWARDS))))
    walks: dict[UUID, Walk] = {}
    for _ in range(draw(st.integers(1, longest))):
        complaint_id = draw(st.sampled_from(COMPLAINTS))
        telling.skipped = draw(st.sampled_from((0, 0, 0, 1)))
        when = draw(st.sampled_from((None, None, UNKNOWN, on(3))))
        if complaint_id not in walks:
            walks[complaint_id] = Walk(complaint_id)
            telling.tell(received(), "RECEIVED", of=complaint_id, occurred=when)
            continue
        walk = walks[complaint_id]
        is_second = telling.version_of(complaint_id) == 1
        choices = [*_moments(walk), *(IMPORTS if is_second else ())]
        event, walk.state = draw(st.sampled_from(choices))(walk)
        telling.tell(event, walk.state, of=complaint_id, occurred=when)
    return telling
