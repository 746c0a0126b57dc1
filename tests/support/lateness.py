"""Courses of a response's due date, and what every door has to say of each."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from domain.complaint.deadlines.lateness import Lateness
from domain.complaint.state import DeadlineState
from tests.stories.people import ADA, APPROVER, BY_PHONE
from tests.stories.telling import Told, World

LONG_AGO = {"on": "2026-01-12", "zone": "Europe/London"}
SOON_AFTER = {"on": "2026-01-15", "zone": "Europe/London"}
IN_TIME = {"on": "2026-03-04", "zone": "Europe/London"}
Course = Callable[[World], Told]


def received(world: World, **asked: Any) -> Told:
    return world.begin("receive", narrative="The bill is wrong", complainant=ADA, **asked)


def missed(world: World) -> Told:
    told = received(world)
    world.wait(days=40)
    return told


def unseen(told: Told) -> Told:
    """The response is over, and the clock has not looked yet."""
    told.world.now += timedelta(days=40)
    return told


def seen(told: Told) -> Told:
    """The clock looks at once."""
    told.world.wait(seconds=4)
    return told


def settled(told: Told, **asked: Any) -> Told:
    told.do("agree_resolution", **BY_PHONE, **asked)
    return told


def entered_with_proof(world: World) -> Told:
    told = missed(world)
    told.do("add_note", by=APPROVER, note="Page 12 of the letter book")
    return settled(told, occurred=IN_TIME, entered_from=told.event("NoteAdded"))


def given_a_new_target(world: World) -> Told:
    told = missed(world)
    deadline_id = the_first(told, "response").fact.deadline_id
    told.do("record_contact", direction="outbound", final_expected_on="2026-05-29")
    notice = told.event("ContactRecorded")
    named: Any = {"deadline_id": deadline_id, "notice_event_id": notice}
    told.approved("set_new_target", **named, due_on="2026-05-29")
    return told


def set_in_error(world: World) -> Told:
    told = missed(world)
    deadline_id = the_first(told, "response").fact.deadline_id
    told.approved("cancel_deadline", by=APPROVER, deadline_id=deadline_id, error_code="wrong_rule")
    return told


def withdrawn(world: World) -> Told:
    told = missed(world)
    told.do("withdraw", **BY_PHONE)
    return told


def withdrawn_in_time(told: Told, **asked: Any) -> Told:
    told.do("withdraw", **BY_PHONE, occurred=IN_TIME, **asked)
    return told


def withdrawn_with_proof(world: World) -> Told:
    told = missed(world)
    told.do("add_note", by=APPROVER, note="Page 12 of the letter book")
    return withdrawn_in_time(told, entered_from=told.event("NoteAdded"))


def proved_later(told: Told, act: str) -> Told:
    told.do("add_note", by=APPROVER, note="Page 12 of the letter book")
    told.approved(
        "correct_record",
        by=APPROVER,
        target_event_id=told.event(act),
        field="entered_from",
        right=str(told.event("NoteAdded")),
        ground_code="proof_found",
    )
    return told


PROOF_WOULD_VOID = "without a proof (entered_from), which would void it, the miss stands"
NO_LONGER = "in time, entered late; the miss is void"
CASES: dict[str, tuple[Course, str, Lateness | None, str, bool, bool | None]] = {
    "runs": (received, "running", None, "due in", False, None),
    "in time": (lambda w: settled(received(w)), "met", "in_time", "in time", False, True),
    "done late, with a miss": (
        lambda w: settled(missed(w)),
        "met",
        "done_late",
        "late",
        True,
        False,
    ),
    "done late, before the clock came": (
        lambda w: settled(unseen(received(w))),
        "met",
        "done_late",
        "late",
        True,
        False,
    ),
    "done late, written down when it was over": (
        lambda w: settled(received(w, occurred=LONG_AGO)),
        "met",
        "done_late",
        "late",
        True,
        False,
    ),
    "entered late, with proof": (entered_with_proof, "met", "entered_late", NO_LONGER, False, True),
    "entered late, without proof": (
        lambda w: settled(missed(w), occurred=IN_TIME),
        "met",
        "entered_late",
        f"in time, entered late; {PROOF_WOULD_VOID}",
        True,
        False,
    ),
    "entered late, before the clock came": (
        lambda w: settled(unseen(received(w)), occurred=IN_TIME),
        "met",
        "entered_late",
        f"in time, entered late; {PROOF_WOULD_VOID}",
        True,
        False,
    ),
    "written down when it was over, before the clock came": (
        lambda w: settled(received(w, occurred=LONG_AGO), occurred=SOON_AFTER),
        "met",
        "entered_late",
        NO_LONGER,
        False,
        True,
    ),
    "written down when it was over, after the clock came": (
        lambda w: settled(seen(received(w, occurred=LONG_AGO)), occurred=SOON_AFTER),
        "met",
        "entered_late",
        NO_LONGER,
        False,
        True,
    ),
    "entered late, proved later": (
        lambda w: proved_later(settled(missed(w), occurred=IN_TIME), "ResolutionAgreed"),
        "met",
        "entered_late",
        NO_LONGER,
        False,
        True,
    ),
    "done late, which a proof does not mend": (
        lambda w: proved_later(settled(missed(w)), "ResolutionAgreed"),
        "met",
        "done_late",
        "late",
        True,
        False,
    ),
    "withdrawn in time, told late, with proof": (
        withdrawn_with_proof,
        "cancelled",
        None,
        "cancelled; the miss is void",
        False,
        None,
    ),
    "withdrawn in time, told late, without proof": (
        lambda w: withdrawn_in_time(missed(w)),
        "missed",
        "missed",
        "missed",
        True,
        False,
    ),
    "withdrawn in time, told late, before the clock came": (
        lambda w: withdrawn_in_time(unseen(received(w))),
        "missed",
        "missed",
        "missed",
        True,
        False,
    ),
    "withdrawn in time, told late, proved later": (
        lambda w: proved_later(withdrawn_in_time(missed(w)), "ComplaintWithdrawn"),
        "cancelled",
        None,
        "cancelled; the miss is void",
        False,
        None,
    ),
    "missed and never done": (missed, "missed", "missed", "missed, overdue by", True, False),
    "missed, with a new target": (
        given_a_new_target,
        "replaced",
        "missed",
        "replaced, missed before",
        True,
        False,
    ),
    "missed, and ended": (withdrawn, "missed", "missed", "missed", True, False),
    "missed, then cancelled": (
        set_in_error,
        "cancelled",
        "missed",
        "cancelled, missed before",
        True,
        False,
    ),
}


def the_first(told: Told, kind: str) -> DeadlineState:
    return next(one for one in told.complaint.deadlines.values() if one.fact.kind == kind)
