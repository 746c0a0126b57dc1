"""A complaint as one of its parties sees it: a fold of its opened events for one circle (4.9)."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from uuid import UUID

from domain.complaint.events import ComplaintSplit, RemedyOffered
from domain.complaint.fold import evolve
from domain.complaint.lifecycle import State
from domain.complaint.linking.brought_matter import joint_untold, untold
from domain.complaint.linking.withdrawn_meanwhile import withdrawn_since_merged
from domain.complaint.parts import Recourse
from domain.complaint.party_view.circle import Circle
from domain.complaint.party_view.dates import dates_in
from domain.complaint.party_view.papers import documents_in, questions_in, requests_in
from domain.complaint.party_view.sent import Step, sent_in
from domain.complaint.party_view.shape import (
    WORDS,
    OwnComplaint,
    OwnIssue,
    OwnReferral,
    OwnRemedy,
    OwnState,
    Sent,
)
from domain.complaint.remedies.of_several import still_to_take
from domain.complaint.state import Complaint, RemedyState, RemedyStatus
from domain.recorded import Recorded

STATES: dict[State, OwnState] = {
    "RECEIVED": "received",
    "ASSESSED": "in_hand",
    "INVESTIGATING": "in_hand",
    "DECIDED": "in_hand",
    "RESPONDED": "answered",
    "ACCEPTED": "accepted",
    "DISPUTED": "disputed",
    "REVIEW": "in_review",
    "EXTERNAL": "outside",
    "CLOSED": "closed",
    "WITHDRAWN": "withdrawn",
    "OUT_OF_SCOPE": "out_of_scope",
    "MERGED": "merged",
}
"""That a decision is drafted is no state of theirs."""
AFTER_AN_ANSWER = frozenset({"answered", "accepted", "disputed"})
ANEW = frozenset({"in_review", "in_hand"})
"""The states in which an answer is given, or given anew, to whose points are open."""
REPLIED = AFTER_AN_ANSWER - {"accepted"} | ANEW
"""The states that somebody's reply to the answer brings, or may still."""


def own_complaint(
    events: Sequence[Recorded],
    circle: Circle,
    references: Mapping[UUID, str] = MappingProxyType({}),
) -> OwnComplaint:
    """The complaint after these events, opened where a key is left, for a circle.

    references: of the complaints that were split from it.
    """
    steps = tuple(_steps(events))
    complaint = steps[-1].after
    sent = tuple(sent_in(steps, circle))
    sent_ids = frozenset(one.sent_id for one in sent)
    remedies = tuple(_remedies(steps, circle, complaint, sent))
    questions = tuple(questions_in(steps, circle, complaint))
    requests = {one.request_id for one in questions}
    known_ids = sent_ids | {one.remedy_id for one in remedies} | requests
    is_own = circle.is_own(complaint)
    outside_bodies = tuple(_referrals(complaint, circle))
    is_gone = complaint.state == "MERGED" and withdrawn_since_merged(events) is not None
    stands = _state(complaint, sent, circle, is_outside=bool(outside_bodies))
    state = "withdrawn" if is_gone else stands
    member = next(iter(circle.members(complaint)), None)
    guest = None if is_own else member
    return OwnComplaint(
        reference=(guest.reference if guest else None) or complaint.reference,
        received=(guest.received if guest else None) or complaint.received,
        state=state,
        state_in_words=WORDS[state],
        issues=tuple(_issues(steps, complaint, circle, references)),
        sent=sent,
        dates=tuple(dates_in(steps, circle, complaint, sent=sent, known_ids=known_ids)),
        remedies=remedies,
        recourse=_recourse(complaint, circle, sent),
        documents=tuple(documents_in(steps, circle, complaint, sent_ids=sent_ids)),
        asked_of_you=questions,
        outside_bodies=outside_bodies,
        record_requests=tuple(requests_in(steps, circle)),
        asked_review=state == "in_review" and _asked(complaint, circle),
    )


def _steps(events: Iterable[Recorded]) -> Iterator[Step]:
    before: Complaint | None = None
    for one in events:
        after = evolve(before, one)
        yield Step(before or after, after, one)
        before = after


def _state(
    complaint: Complaint, sent: Sequence[Sent], circle: Circle, *, is_outside: bool
) -> OwnState:
    """Where it stands for them: another's answer, or outside body, is none of theirs."""
    before = complaint.before_external
    is_others = complaint.state == "EXTERNAL" and not is_outside
    state = STATES[before if is_others and before else complaint.state]
    waiting = [*untold(complaint), *joint_untold(complaint)]
    is_awaited = any(each.party_id in circle.ids for each in waiting)
    has_answer = not is_awaited and any(one.kind in ("response", "agreement") for one in sent)
    if state in AFTER_AN_ANSWER and not has_answer and not complaint.is_import:
        return "in_hand"
    return _by_their_word(state, complaint, circle)


def _by_their_word(state: OwnState, complaint: Complaint, circle: Circle) -> OwnState:
    """What another one said to the answer, or wants reviewed of their own, is not their word."""
    theirs = [each for each in circle.members(complaint) if not each.has_left]
    is_open = any(circle.has_issue(each.told, complaint) for each in complaint.open_issues)
    if state not in REPLIED or (state in ANEW and is_open):
        return state
    if any(each.objects for each in theirs):
        return "disputed"
    if theirs and all(each.has_accepted for each in theirs):
        return "accepted"
    is_anothers = any(each.objects for each in complaint.parties.values())
    return "answered" if is_anothers else state


def _issues(
    steps: Iterable[Step], complaint: Complaint, circle: Circle, references: Mapping[UUID, str]
) -> Iterator[OwnIssue]:
    """Their points: one that came back with its part, or left again so, is not listed twice."""
    parts = _split_off(steps)
    back = {each.from_id for each in complaint.absorbed_now}
    left = {
        one for each in complaint.absorbed.values() if each.is_released for one in each.issue_ids
    }
    for each in complaint.issues.values():
        part_id = parts.get(each.issue_id)
        if part_id in back or each.issue_id in left:
            continue
        if circle.has_issue(each.told, complaint):
            yield OwnIssue(
                issue_id=each.told.issue_id,
                issue_no=each.told.issue_no,
                category_code=each.told.category_code,
                goes_on_in=references.get(part_id) if part_id else None,
            )


def _split_off(steps: Iterable[Step]) -> dict[UUID, UUID]:
    """The complaint to which each point went that was split off: each its own, or all to one."""
    parts: dict[UUID, UUID] = {}
    for event in (one.event for one in steps):
        if isinstance(event, ComplaintSplit):
            new_ids = event.new_ids
            each = new_ids if len(new_ids) > 1 else new_ids * len(event.issue_ids)
            parts.update(zip(event.issue_ids, each, strict=True))
    return parts


def _remedies(
    steps: Iterable[Step], circle: Circle, complaint: Complaint, sent: Sequence[Sent]
) -> Iterator[OwnRemedy]:
    """What an answer to them named, or was offered to them outside a decision."""
    named: set[UUID] = {remedy_id for one in sent for remedy_id in one.remedy_ids}
    for step in steps:
        event = step.event
        if not isinstance(event, RemedyOffered) or event.source_code == "decision":
            continue
        if circle.has_share(event.party_id, step.before):
            named.add(event.remedy_id)
    for remedy_id, remedy in complaint.remedies.items():
        if remedy_id in named:
            yield OwnRemedy(
                remedy_id=remedy_id,
                kind_code=remedy.kind_code,
                status=_status(remedy, circle),
                money=remedy.money,
                due_on=remedy.due_on,
                is_taken=_is_taken(remedy, circle, complaint),
            )


def _status(remedy: RemedyState, circle: Circle) -> RemedyStatus:
    """What another one of several declined stands open to them."""
    is_anothers_no = len(remedy.whose) > 1 and circle.ids.isdisjoint(remedy.declined_by)
    return "offered" if remedy.status == "declined" and is_anothers_no else remedy.status


def _is_taken(remedy: RemedyState, circle: Circle, complaint: Complaint) -> bool:
    """Whether they accepted it, and it waits for none of them."""
    awaited = still_to_take(complaint, remedy)
    return not circle.ids.isdisjoint(remedy.accepted_by) and circle.ids.isdisjoint(awaited)


def _asked(complaint: Complaint, circle: Circle) -> bool:
    """Whether they want the review; anybody may, where nobody knows who asked for it."""
    asked_by = complaint.contested.asked_by if complaint.contested else frozenset[UUID]()
    return not asked_by or not circle.ids.isdisjoint(asked_by)


def _recourse(complaint: Complaint, circle: Circle, sent: Sequence[Sent]) -> tuple[Recourse, ...]:
    """The ways that were named to them last, and that they have not used up nor turned down."""
    latest = next((one.recourse for one in reversed(sent) if one.recourse), ())
    known = complaint.recourse
    if not known.offered:
        return latest
    whose = {one.party_id for one in circle.members(complaint)}
    theirs = {kind for party_id, kind in known.declined_by if party_id in whose}
    return tuple(one for one in latest if one.kind in known.still_open - theirs)


def _referrals(complaint: Complaint, circle: Circle) -> Iterator[OwnReferral]:
    theirs = (
        each for each in complaint.referrals.values() if circle.has_share(each.party_id, complaint)
    )
    for each in theirs:
        yield OwnReferral(
            referral_id=each.referral_id,
            body_code=each.body_code,
            status=each.status,
            result_code=each.result_code,
        )
