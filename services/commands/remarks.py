"""What is said beside the answer to a command: times told in another zone, dates that moved."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from pydantic import AwareDatetime, TypeAdapter

from adapters.event_json import personal_fields
from domain.complaint.corrections.corrected_fields import OCCURRED
from domain.complaint.deadlines.day_count import is_late
from domain.complaint.deadlines.lateness import UNPROVED
from domain.complaint.events import (
    ApprovalRequested,
    ComplaintReceived,
    DeadlineExtended,
    DeadlineMet,
    DeadlinePaused,
    DeadlineSet,
    HandlingSuspended,
    RecordCorrected,
)
from domain.complaint.moment import STATE
from domain.complaint.reckoning import is_before, placed
from domain.complaint.state import Complaint
from domain.policy.kinds import EXTERNAL_REFERRAL_WINDOW, MAY_RUN_AFTER_ENDING
from domain.recorded import Recorded
from domain.values import When
from services.commands.remarks_elsewhere import failed_elsewhere, right_elsewhere
from services.queries.explanation_text import ANEW, BY_HAND

FAR = timedelta(days=2 * 366)
"""So far from today a day that was typed is remarked."""
INSTANT: TypeAdapter[AwareDatetime] = TypeAdapter(AwareDatetime)


def remarks_on(field_values: Mapping[str, Any], *, zone: str | None) -> tuple[str, ...]:
    """For each time of a valid command that was told otherwise, how it counts in this zone.

    field_values: the command's fields as they came, before their times were brought to UTC.
    """
    if zone is None:
        return ()
    return tuple(f"{name}: {said}" for name, said in _converted(field_values, "", zone))


def remarks_of(complaint: Complaint, events: Iterable[Recorded]) -> Iterator[str]:
    """What its events moved, or took although it was doubtful."""
    own = [one for one in events if one.stream_id == complaint.complaint_id]
    yield from _after_erasure(complaint, own)
    yield from right_elsewhere(complaint, [one.event for one in own])
    yield from failed_elsewhere(complaint, own)
    yield from _before_receipt(complaint, own)
    yield from _without_a_say(own)
    yield from _nowhere_to_go(complaint, own)
    is_paused = any(isinstance(one.event, DeadlinePaused) for one in own)
    for one in own:
        event = one.event
        if isinstance(event, DeadlineSet | DeadlineExtended):
            yield from _due(complaint, event, one.recorded_at.date())
        elif isinstance(event, HandlingSuspended) and not is_paused:
            yield f"no clock stops: no pause of the policy on {event.ground_code} stops what runs"
        elif isinstance(event, DeadlinePaused):
            yield from _missed_before(complaint, event.since or one.occurred)
        elif isinstance(event, DeadlineMet):
            yield from _judged(complaint, event)
        elif not complaint.is_open:
            yield from _ended_unproved(complaint, one)
        elif isinstance(event, ComplaintReceived):
            yield from _long_ago(one)
            yield from _unlisted(event)


def _without_a_say(own: Iterable[Recorded]) -> Iterator[str]:
    """What was said by, or entered for, somebody whose it is not to say."""
    for one in own:
        if getattr(one.event, "lacks_authority", None):
            yield (
                f"{one.event.TYPE} {one.event_id} changed nothing and awaits a decision: it is not "
                "theirs to say, or another one of them says otherwise"
            )


def _nowhere_to_go(complaint: Complaint, own: Iterable[Recorded]) -> Iterator[str]:
    """That no further body was named, and the policy has one whose time runs."""
    named = [way.kind for one in own for way in getattr(one.event, "recourse", None) or ()]
    windows = [one for one in complaint.deadlines.values() if one.is_open]
    for one in windows:
        if "none_available" in named and one.fact.kind == EXTERNAL_REFERRAL_WINDOW:
            yield (
                f"none_available was told, and by the policy they may go to an outside body until "
                f"{one.due_on}: tell them so, by offer-recourse or a letter"
            )


def _after_erasure(complaint: Complaint, own: Iterable[Recorded]) -> Iterator[str]:
    """That something personal came after an erasure, which makes its certificate incomplete."""
    is_erased = any(each.status == "erased" for each in complaint.erasures.values())
    personal_parts = (part for one in own for part in personal_fields(one.event).values())
    if is_erased and any(personal_parts):
        yield (
            "personal data was erased here before: what is told now lies under new keys, and the "
            "certificate names it until its erasure is requested too"
        )


def requests_of(complaint: Complaint, events: Iterable[Recorded]) -> tuple[str, ...]:
    """What is asked for by a command, and has not happened."""
    requests = [one.event for one in events if isinstance(one.event, ApprovalRequested)]
    return tuple(_asked(complaint, event) for event in requests)


def _asked(complaint: Complaint, event: ApprovalRequested) -> str:
    """What is to be done by whom until the act that was asked for has happened."""
    roles = " or ".join(event.approving_roles).replace("_", " ")
    return (
        f"{event.act_code.replace('_', ' ')} is recorded as a request and nothing has changed yet: "
        f"another person approves it, as {roles}, by grant_approval with the approval_id "
        f"{event.approval_id}, or refuses it by refuse_approval; withdraw_approval_request takes "
        "it back"
    )


def _missed_before(complaint: Complaint, since: When) -> Iterator[str]:
    """Which misses lie in a pause that was told after them: it moves none."""
    for deadline in complaint.deadlines.values():
        begun = since.earliest
        if deadline.status == "missed" and begun and begun < deadline.due_at:
            kind = deadline.fact.kind.replace("_", " ")
            yield f"{kind} was missed on {deadline.due_on}, before this was told: it stays missed"


def _unlisted(event: ComplaintReceived) -> Iterator[str]:
    for issue in event.issues:
        if issue.is_product_unlisted:
            yield (
                f"issue {issue.issue_no}: the policy does not list the product "
                f"{issue.product_code}; clocks that are for one product may not be meant"
            )


def _due(complaint: Complaint, event: DeadlineSet | DeadlineExtended, today: date) -> Iterator[str]:
    """That it moved, and that the day which somebody named may be mistyped."""
    if isinstance(event, DeadlineSet) and event.ground_code:
        yield _moved(complaint, event)
    yield from _far_ahead(event, today)


def _far_ahead(event: DeadlineSet | DeadlineExtended, today: date) -> Iterator[str]:
    is_named = isinstance(event, DeadlineExtended) or event.rule_id in BY_HAND
    due_on = event.new_due_on if isinstance(event, DeadlineExtended) else event.due_on
    if is_named and due_on > today + FAR:
        yield f"due on {due_on}, more than two years ahead: cancel-deadline, if that is mistyped"


def _long_ago(receipt: Recorded) -> Iterator[str]:
    """A receipt whose year may be mistyped; none is refused for its age."""
    day = receipt.occurred.day
    if day is not None and day < receipt.recorded_at.date() - FAR:
        yield f"received on {day}, more than two years ago: correct-record, if that is mistyped"


def _before_receipt(complaint: Complaint, own: Iterable[Recorded]) -> Iterator[str]:
    """What was done before the receipt, where that is told right now: one of them is wrong."""
    corrections = [one.event for one in own if isinstance(one.event, RecordCorrected)]
    receipt = complaint.received_event_id
    if not any((one.target_event_id, one.field) == (receipt, OCCURRED) for one in corrections):
        return
    for one in complaint.deadlines.values():
        met = one.met if one.status == "met" else None
        if met and is_before(met, placed(complaint.received, one.fact.zone)):
            kind = one.fact.kind.replace("_", " ")
            yield f"{kind}: done on {met.day}, before the receipt: correct its time, if wrong"


def _judged(complaint: Complaint, event: DeadlineMet) -> Iterator[str]:
    """That a miss stands for want of a proof, and how what was done is judged anew."""
    met = complaint.deadlines.get(event.deadline_id)
    is_unproved = met is not None and met.lateness == "entered_late" and met.was_missed
    if met is not None and (is_unproved or event.entered_at):
        yield f"{met.fact.kind.replace('_', ' ')}: done {met.lateness_told}"


def _ended_unproved(complaint: Complaint, one: Recorded) -> Iterator[str]:
    """That a miss stands, for want of a proof, although the complaint ended before it was due."""
    ended = complaint.moments.get((STATE, None))
    if ended is None or ended.event_id != one.event_id:
        return
    for deadline in complaint.deadlines.values():
        is_over = deadline.status == "missed" and deadline.fact.kind not in MAY_RUN_AFTER_ENDING
        if is_over and not is_late(ended.when, due_on=deadline.due_on, due_at=deadline.due_at):
            kind = deadline.fact.kind.replace("_", " ")
            yield f"{kind}: no longer due from {ended.when.day}, entered late; {UNPROVED}"


def _moved(complaint: Complaint, event: DeadlineSet) -> str:
    replaced = complaint.deadlines.get(event.replaces) if event.replaces else None
    is_moved = replaced is not None and replaced.due_on != event.due_on
    instead = f" instead of {replaced.due_on}" if replaced and is_moved else ""
    kind = event.kind.replace("_", " ")
    return f"{kind} is due on {event.due_on}{instead}, because {ANEW[str(event.ground_code)]}"


def _converted(value: Any, name: str, zone: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, Mapping):
        said = _said(value, zone)
        if said:
            yield name, said
        for part, held in value.items():
            yield from _converted(held, part, zone)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from _converted(one, name, zone)


def _said(when: Mapping[str, Any], zone: str) -> str | None:
    told_in = when.get("zone")
    if not isinstance(told_in, str):
        return None
    at, on = when.get("at"), when.get("on")
    if at is not None:
        instant = INSTANT.validate_python(at)
        here = instant.astimezone(ZoneInfo(zone))
        if instant.utcoffset() != here.utcoffset():
            return f"{instant.isoformat()} counts as {here:%Y-%m-%d %H:%M} in {zone}"
    if on is not None and told_in != zone:
        return f"{on} in {told_in} counts as that day in {zone}"
    return None
