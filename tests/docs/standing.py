"""A complaint in every state, on each of the ways that lead there: made by commands alone."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from domain.complaint.events import ComplaintMerged
from domain.complaint.fold import evolve
from domain.complaint.state import Complaint
from domain.errors import Refusal
from domain.values import Actor
from tests.support.controls import APPROVER, HANDLER, SMALL, recorded
from tests.support.golden import example
from tests.support.story import Story

Step = tuple[str, Actor, dict[str, Any]]
LOW = {"severity_code": "low", "is_safety": False}
BY_PHONE = {"means_code": "phone"}
UPHELD = {"finding_code": "upheld"}
RECOURSE = {"recourse": [{"kind": "internal"}, {"kind": "external", "body_code": "ombudsman"}]}
REFERRED = {"body_code": "ombudsman", "referred_by": "complainant"}
REFER: Step = ("register_referral", HANDLER, REFERRED)

RECEIVED: tuple[Step, ...] = ()
ASSESSED: tuple[Step, ...] = (*RECEIVED, ("assess", HANDLER, LOW))
INVESTIGATING: tuple[Step, ...] = (*ASSESSED, ("open_investigation", HANDLER, {}))
FOUND: tuple[Step, ...] = (*INVESTIGATING, ("record_finding", HANDLER, UPHELD))
DECIDED: tuple[Step, ...] = (
    *FOUND,
    ("propose_decision", HANDLER, {"remedies": [{"kind_code": "apology"}]}),
    ("approve_decision", APPROVER, {}),
)
RESPONDED: tuple[Step, ...] = (*DECIDED, ("send_response", HANDLER, RECOURSE))
DISPUTED: tuple[Step, ...] = (*RESPONDED, ("reject_decision", HANDLER, BY_PHONE))
REVIEW: tuple[Step, ...] = (*RESPONDED, ("request_review", HANDLER, {}))
OPEN: tuple[tuple[Step, ...], ...] = (
    RECEIVED,
    ASSESSED,
    (*ASSESSED, ("record_finding", HANDLER, UPHELD), ("propose_decision", HANDLER, {})),
    INVESTIGATING,
    DECIDED,
    RESPONDED,
    (*RESPONDED, ("accept_decision", HANDLER, BY_PHONE)),
    (*ASSESSED, ("agree_resolution", HANDLER, BY_PHONE)),
    DISPUTED,
    REVIEW,
    (*REVIEW, ("record_finding", HANDLER, UPHELD), ("propose_decision", HANDLER, {})),
    (*RESPONDED, REFER),
    (*DISPUTED, REFER),
    (*RESPONDED, ("accept_decision", HANDLER, BY_PHONE), REFER),
)
"""The ways to every open state; the small policy lets one person take them all."""

ENDINGS: tuple[Step, ...] = (
    ("close", APPROVER, {"basis_code": "accepted_with_tracked_commitments"}),
    ("close", APPROVER, {"basis_code": "discontinued", "ground_code": "no_cooperation"}),
    ("withdraw", HANDLER, {**BY_PHONE, "ground_code": "solved"}),
    ("declare_out_of_scope", APPROVER, {"ground_code": "not_ours", "signpost_code": "court"}),
)


def standing() -> Iterator[Complaint]:
    """The complaints, each different from the others in its state or in how it came there."""
    seen: set[tuple[object, ...]] = set()
    for complaint in _complaints():
        ending = complaint.ending
        sort = (
            complaint.state,
            complaint.before_external,
            complaint.before_merge,
            ending.from_state if ending else None,
            complaint.decision.before if complaint.decision else None,
            complaint.is_answered,
            bool(complaint.owed),
            len(complaint.issues),
        )
        if sort not in seen:
            seen.add(sort)
            yield complaint


def _complaints() -> Iterator[Complaint]:
    for way in OPEN:
        story = _told(way)
        yield story.present
        for ending in ENDINGS:
            if (ended := _after(story, ending)) is not None:
                yield ended.present
                yield from (one.present for one in [_after(ended, REFER)] if one)
    for way in (RECEIVED, ASSESSED, INVESTIGATING):
        yield _told(way, issues=2).present
        yield _merged(_told(way).present)


def _told(way: tuple[Step, ...], *, issues: int = 1) -> Story:
    story = Story(policy=SMALL)
    story.do("receive", narrative="x", complainant={"name": "Ada"}, issues=[{}] * issues)
    for name, by, said in way:
        story.do(name, by=by, **said)
    return story


def _after(story: Story, step: Step) -> Story | None:
    """The story after one more command; None where the rules do not allow it."""
    further = replace(story, events=list(story.events))
    name, by, said = step
    try:
        further.do(name, by=by, **said)
    except Refusal:
        return None
    return further


def _merged(complaint: Complaint) -> Complaint:
    merged = example(ComplaintMerged)
    return evolve(complaint, recorded(merged, complaint.version + 1))
