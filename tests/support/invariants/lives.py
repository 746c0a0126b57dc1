"""What holds of a complaint's whole life, read from its events from the first to the last."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from domain.complaint import events as e
from domain.complaint.fold import evolve
from domain.complaint.state import Complaint
from domain.event import DomainEvent
from domain.recorded import Recorded
from tests.support.office import Office

JUDGES = (e.FindingRecorded, e.DecisionProposed, e.DecisionApproved, e.InternalReviewDeclined)
FALLS_BACK = (e.InternalReviewDeclined, e.InternalReviewWithdrawn)
Step = tuple[Complaint | None, Recorded, Complaint]


def _life(events: list[Recorded]) -> Iterator[Step]:
    complaint: Complaint | None = None
    for one in events:
        before, complaint = complaint, evolve(complaint, one)
        yield before, one, complaint


def invariant_7_a_reviewer_took_no_part_in_the_stage_before(office: Office) -> Iterator[str]:
    """Where the policy requires it; read from who acted while the complaint was in which stage."""
    if office.policy.separation.review != "required":
        return
    for events in office.events.values():
        acted: dict[int, set[UUID]] = defaultdict(set)
        for before, one, after in _life(events):
            stage = before.stage if before else 1
            if isinstance(one.event, JUDGES) and one.actor.id in acted[stage - 1]:
                yield f"{one.event.TYPE} at stage {stage} by somebody of the stage before"
            if one.actor.kind == "staff":
                acted[after.stage].add(one.actor.id)


def invariant_11_a_dispute_is_not_closed_before_recourse_is_spent(office: Office) -> Iterator[str]:
    """Offered since the latest response or reopening, then declined, exhausted or determined."""
    for events in office.events.values():
        recourse = _Recourse()
        for before, one, _ in _life(events):
            is_disputed = before is not None and before.state == "DISPUTED"
            if isinstance(one.event, e.ComplaintClosed) and is_disputed and not recourse.is_spent:
                yield f"closed as {one.event.basis_code} with {recourse}"
            recourse = recourse.after(before, one.event)


@dataclass(frozen=True)
class _Recourse:
    """The ways told of since the latest response or reopening, and those that are over."""

    offered: frozenset[str] = frozenset()
    declined: frozenset[str] = frozenset()
    is_over: bool = False

    @property
    def is_spent(self) -> bool:
        return bool(self.offered) and (self.is_over or self.offered <= self.declined)

    def after(self, before: Complaint | None, event: DomainEvent) -> "_Recourse":
        is_answer = isinstance(event, e.ResponseSent) and before and before.state == "DECIDED"
        since = _Recourse() if is_answer or isinstance(event, e.ComplaintReopened) else self
        if isinstance(event, e.ResponseSent | e.RecourseOffered | e.InternalReviewDeclined):
            told = {each.kind for each in event.recourse}
            return _Recourse(since.offered | told, since.declined - told, since.is_over)
        if isinstance(event, e.RecourseDeclined | e.InternalReviewWithdrawn):
            kind = event.kind if isinstance(event, e.RecourseDeclined) else "internal"
            return _Recourse(since.offered, since.declined | {kind}, since.is_over)
        if isinstance(event, e.RecourseExhausted | e.ExternalDeterminationReceived):
            return _Recourse(since.offered, since.declined, since.is_over or bool(since.offered))
        return since


def a_stage_and_round_that_were_left_never_return(office: Office) -> Iterator[str]:
    """But for the contested one, when a review falls away."""
    for events in office.events.values():
        seen: list[tuple[int, int]] = []
        for _, one, after in _life(events):
            attempt = (after.stage, after.round)
            if seen and seen[-1] == attempt:
                continue
            if attempt in seen and not isinstance(one.event, FALLS_BACK):
                yield f"{one.event.TYPE} leads to {attempt} after {seen}"
            seen.append(attempt)


def a_due_date_is_missed_at_most_once(office: Office) -> Iterator[str]:
    """However often the clock looks."""
    for events in office.events.values():
        over = Counter(
            one.event.deadline_id
            for one in events
            if isinstance(one.event, e.DeadlineMissed | e.DeadlineLapsed)
        )
        yield from (f"{count} times" for count in over.values() if count > 1)


def a_complaint_is_acknowledged_once_in_each_attempt(office: Office) -> Iterator[str]:
    """A new one is for a new stage, or a new round."""
    for events in office.events.values():
        told = Counter(
            (one.event.stage, one.event.round)
            for one in events
            if isinstance(one.event, e.ComplaintAcknowledged)
        )
        yield from (f"{attempt} {count} times" for attempt, count in told.items() if count > 1)


def versions_have_no_hole_and_times_do_not_run_back(office: Office) -> Iterator[str]:
    """1, 2, 3 … for each complaint."""
    for events in office.events.values():
        if [one.version for one in events] != list(range(1, len(events) + 1)):
            yield "a hole in the versions"
        times = [one.recorded_at for one in events]
        if times != sorted(times):
            yield "recorded before what came before"


def what_was_stopped_by_a_mistake_is_due_again_as_it_was(office: Office) -> Iterator[str]:
    """Unmerged, what was due before is due at the same instant."""
    for events in office.events.values():
        due: dict[str, object] = {}
        for before, one, after in _life(events):
            if isinstance(one.event, e.ComplaintMerged) and before:
                running = (each for each in before.deadlines.values() if each.status == "running")
                due = {each.fact.kind: each.due_at for each in running if not each.fact.about}
            if isinstance(one.event, e.DeadlineSet) and due and after.is_open:
                event = one.event
                old = after.deadlines.get(event.replaces) if event.replaces else None
                if old and old.due_at != event.due_at and due.get(event.kind) == old.due_at:
                    yield f"{event.kind} was due {old.due_at}, now {event.due_at}"
                due.pop(event.kind, None)


LIVES = (
    invariant_7_a_reviewer_took_no_part_in_the_stage_before,
    invariant_11_a_dispute_is_not_closed_before_recourse_is_spent,
    a_stage_and_round_that_were_left_never_return,
    a_due_date_is_missed_at_most_once,
    a_complaint_is_acknowledged_once_in_each_attempt,
    versions_have_no_hole_and_times_do_not_run_back,
    what_was_stopped_by_a_mistake_is_due_again_as_it_was,
)
