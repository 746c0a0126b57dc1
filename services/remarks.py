"""What is said beside the answer to a command: times told in another zone, dates that moved."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from zoneinfo import ZoneInfo

from pydantic import AwareDatetime, TypeAdapter

from domain.complaint import Complaint
from domain.events import ComplaintReceived, DeadlineMet, DeadlineSet
from domain.recorded import Recorded
from services.explained import ANEW

INSTANT: TypeAdapter[AwareDatetime] = TypeAdapter(AwareDatetime)


def remarks_on(told: Mapping[str, Any], *, zone: str | None) -> tuple[str, ...]:
    """For each time of a valid command that was told otherwise, how it counts in this zone.

    told: the command's fields as they came, before their times were brought to UTC.
    """
    if zone is None:
        return ()
    return tuple(f"{name}: {said}" for name, said in _converted(told, "", zone))


def remarks_of(complaint: Complaint, events: Iterable[Recorded]) -> Iterator[str]:
    """What its events moved, or took although it was doubtful."""
    for one in events:
        event = one.event
        if one.stream_id != complaint.complaint_id:
            continue
        if isinstance(event, DeadlineSet) and event.ground_code:
            yield _moved(complaint, event)
        elif isinstance(event, DeadlineMet):
            yield from _judged(complaint, event)
        elif isinstance(event, ComplaintReceived):
            for issue in event.issues:
                if issue.is_product_unlisted:
                    yield (
                        f"issue {issue.issue_no}: the policy does not list the product "
                        f"{issue.product_code}; clocks that are for one product may not be meant"
                    )


def _judged(complaint: Complaint, event: DeadlineMet) -> Iterator[str]:
    """That a miss stands for want of a proof, and how what was done is judged anew."""
    met = complaint.deadlines.get(event.deadline_id)
    is_unproved = met is not None and met.lateness == "entered_late" and met.was_missed
    if met is not None and (is_unproved or event.entered_at):
        yield f"{met.fact.kind.replace('_', ' ')}: done {met.lateness_told}"


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
        told = INSTANT.validate_python(at)
        here = told.astimezone(ZoneInfo(zone))
        if told.utcoffset() != here.utcoffset():
            return f"{told.isoformat()} counts as {here:%Y-%m-%d %H:%M} in {zone}"
    if on is not None and told_in != zone:
        return f"{on} in {told_in} counts as that day in {zone}"
    return None
