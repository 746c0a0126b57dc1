"""6.2, 7.3 What is due by right where complaints are merged: by the rules, from what was told.

Merging and unmerging set due dates as they stand, and facts go on being told of each complaint. So
what is due is reckoned from these: the due dates of a complaint, and those of what came into it,
each go through all that was told where they are, side by side, and the earlier holds.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from uuid import UUID

from domain.complaint.deadlines.carry_over import (
    CARRIED,
    as_work_goes_on,
    before_it_ended,
    held_of,
    of_the_whole,
    resumed_now,
    running_of,
)
from domain.complaint.deadlines.newly_applicable import comes_first_with_another
from domain.complaint.draft import Draft
from domain.complaint.events import (
    ComplaintMerged,
    DuplicateAbsorbed,
)
from domain.complaint.fold import fold
from domain.complaint.linking.merged_history import history_of, told_of
from domain.complaint.linking.merger_spans import first_merged, is_of_merging, over
from domain.complaint.linking.told_again import Telling
from domain.complaint.state import Complaint, DeadlineState
from domain.policy.kinds import ACKNOWLEDGEMENT, RESPONSE, TOP_MANAGEMENT_NOTICE
from domain.recorded import Recorded
from domain.values import When

ALWAYS_DUE = frozenset({RESPONSE, TOP_MANAGEMENT_NOTICE})
"""What stays due even where nothing of its kind is due any more in the complaint that goes on."""

Rights = dict[str, DeadlineState]
"""What is due to a complaint as a whole, by its kinds."""


@dataclass(frozen=True, slots=True)
class Until:
    """What is due to a complaint as a whole: by right, as it stands, and what was until done."""

    right: Rights
    stood: Rights
    fulfilled: Rights


def due_now(draft: Draft, complaint_id: UUID) -> Until:
    """What is due by all that was told of a complaint, and of what is merged into it.

    While it is merged itself it is reckoned as if it went on alone (invariant 15).
    """
    complaint = draft.other(complaint_id)
    return _until(draft, complaint, _Lines(draft, complaint).all())


def due_when_merged(draft: Draft, complaint_id: UUID, *, merged_id: UUID | None = None) -> Until:
    """What was due by right to a complaint when it was merged, and what stands as it goes on.

    So only what was told while it was merged moves a date; nothing does where its history was not
    read. merged_id: which was merged then, where this one is a part of that.
    """
    complaint = draft.other(complaint_id)
    history = told_of(draft, merged_id or complaint_id)
    mergers = [one.recorded_at for one in history if isinstance(one.event, ComplaintMerged)]
    merged = mergers[-1] if mergers else None
    return _until(draft, complaint, _Lines(draft, complaint, until=merged).all())


def own_line(draft: Draft, complaint_id: UUID) -> Complaint:
    """The complaint with what has become of its own due dates, by right."""
    return _Lines(draft, draft.other(complaint_id)).all()[0]


def _until(draft: Draft, complaint: Complaint, lines: Sequence[Complaint]) -> Until:
    pauses = [each for due in lines[0].deadlines.values() for each in due.pauses]
    told_since = {each.told_by: each.since for each in pauses}
    return Until(
        right={kind: _since_told(due, told_since) for kind, due in _by_right(draft, lines).items()},
        stood={due.fact.kind: due for due in running_of(complaint)},
        fulfilled=_until_done(done_of(complaint), lines),
    )


def _since_told(
    due: DeadlineState, told_since: Mapping[frozenset[UUID | None], When]
) -> DeadlineState:
    """Standing still since when it was told, which its end is not before, though it counts less."""
    pauses = (replace(each, since=told_since.get(each.told_by, each.since)) for each in due.pauses)
    return replace(due, pauses=tuple(pauses))


def _by_right(draft: Draft, lines: Sequence[Complaint]) -> Rights:
    own, *came = lines
    held = {due.fact.kind: due for due in running_of(own)}
    for line in came:
        for due in of_the_whole(line):
            there = held.get(due.fact.kind)
            if there is not None or comes_along(draft, own, due.fact.kind):
                held[due.fact.kind] = held_of(due, there, draft.context) or held[due.fact.kind]
    now = draft.context.now
    return {kind: _missed(due) if due.due_at < now else due for kind, due in held.items()}


def comes_along(draft: Draft, complaint: Complaint, kind: str) -> bool:
    """Whether what is due of another complaint is due in this one, where nothing of its kind is."""
    policy = draft.context.policy
    return kind in ALWAYS_DUE or comes_first_with_another(complaint, kind, policy)


def _missed(due: DeadlineState) -> DeadlineState:
    if due.status != "running":
        return due
    is_ours = due.fact.party == "organisation"
    return replace(due, status="missed" if is_ours else "lapsed", was_missed=is_ours)


def done_of(complaint: Complaint) -> Rights:
    """What of the whole is done by now, by its kinds."""
    return {kind: due for kind, due in _latest(complaint).items() if due.status == "met"}


def _latest(complaint: Complaint) -> Rights:
    """What is due of the whole, or was last."""
    every = [due for due in complaint.deadlines.values() if due.fact.about is None]
    return {due.fact.kind: due for due in every if due.fact.party == "organisation"}


def _until_done(kinds: Iterable[str], lines: Sequence[Complaint]) -> Rights:
    """By when what is done was due: the earlier holds."""
    held: Rights = {}
    for line in lines:
        latest = _latest(line)
        for kind in latest.keys() & set(kinds):
            due = latest[kind]
            is_due = line is lines[0] or kind in held or kind in ALWAYS_DUE
            is_earlier = kind not in held or due.due_at < held[kind].due_at
            if is_due and is_earlier and (due.is_open or due.status == "met"):
                held[kind] = due if due.is_open else before_it_ended(due)
    return held


@dataclass(frozen=True, slots=True)
class _Lines:
    """One complaint with the due dates of its own, and with those of each that came.

    until: by what was told of all of them before then alone.
    """

    draft: Draft
    complaint: Complaint
    until: datetime | None = None

    def all(self) -> list[Complaint]:
        """Its own first; each with what has become of its due dates."""
        history = told_of(self.draft, self.complaint.complaint_id)
        start = first_merged(history, len(history_of(self.draft, self.complaint.complaint_id)))
        begun = fold(history[:start]) if start else None
        if start is None or begun is None:
            return [self.complaint]
        seen = tuple(one for one in history if self.until is None or one.recorded_at < self.until)
        telling = Telling(self.draft.context, self.complaint, seen)
        lines, merged = [begun], list[When]()
        for index, one in enumerate(seen[start:], start):
            if is_of_merging(one) or over(history, index) < len(history):
                continue
            own, *came = lines
            since = zip(came, merged, strict=True)
            came = [telling.after_merging(line, one, when) for line, when in since]
            lines = [telling.after(own, one), *came]
            if isinstance(one.event, DuplicateAbsorbed) and self._is_here(one.event.from_id):
                lines = self._as_both_stand([*lines, self._came(lines[0], one.event, one)], one)
                merged.append(_at(one, own))
        return lines

    def _is_here(self, from_id: UUID) -> bool:
        return any(each.from_id == from_id for each in self.complaint.absorbed_now)

    def _came(self, own: Complaint, event: DuplicateAbsorbed, one: Recorded) -> Complaint:
        """The complaint with the due dates of what came, as they are by right, alone."""
        since, context = _at(one, own), self.draft.context
        joined = any(each.from_id == event.from_id for each in self.complaint.parties.values())
        came = {}
        from_it = _Lines(self.draft, self.draft.other(event.from_id), self.until).all()
        for kind, due in _by_right(self.draft, from_it).items():
            if not (joined and kind == ACKNOWLEDGEMENT):
                again = as_work_goes_on(due, own, since, context)
                fact = due.fact.model_copy(
                    update={"from_id": event.from_id, "ground_code": CARRIED}
                )
                came[fact.deadline_id] = replace(again, fact=fact)
        return own.changed(deadlines=came)

    def _as_both_stand(self, lines: list[Complaint], one: Recorded) -> list[Complaint]:
        """A due date stands still only where that of the same kind does everywhere."""
        every = [due for line in lines for due in of_the_whole(line)]
        running = {due.fact.kind for due in every if due.status != "paused"}
        ended = partial(resumed_now, context=replace(self.draft.context, now=one.recorded_at))
        return [
            line.changed(
                deadlines={
                    key: ended(due) if due.fact.kind in running else due
                    for key, due in line.deadlines.items()
                }
            )
            for line in lines
        ]


def _at(one: Recorded, complaint: Complaint) -> When:
    return When(at=one.recorded_at, zone=complaint.zone or one.occurred.zone)
