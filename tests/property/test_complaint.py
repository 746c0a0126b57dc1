"""What holds for any complaint that any sequence of commands has made."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from adapters import event_json
from domain.commands import COMMANDS
from domain.complaint import evolve, fold
from domain.errors import Refusal
from domain.events import COMPLAINT_EVENTS, ComplaintReceived
from domain.recorded import Recorded
from domain.state import ENDED, Complaint
from domain.values import UNKNOWN, Actor
from projections._kit.attempts import Attempt, attempt_after
from projections._kit.undecided import Before, undecided_after
from tests.support.controls import APPROVER, HANDLER, POLICY, SMALL, named, recorded
from tests.support.golden import example
from tests.support.parties import PARTY_MOVES
from tests.support.story import Story

BY_PHONE = {"means_code": "phone"}
RECOURSE = [{"kind": "external", "body_code": "ombudsman"}]
CLOCK = Actor(kind="system", id=named("clock"), role="clock")
BASES = (
    "accepted_and_carried_out",
    "accepted_with_tracked_commitments",
    "no_reply",
    "recourse_exhausted",
    "determination_implemented",
    "discontinued",
)
GROUNDS = (
    "new_evidence",
    "external_instruction",
    "complainant_dissatisfied",
    "remedy_not_delivered",
    "closed_in_error",
    "scope_challenged",
)
FINDINGS = ("upheld", "not_upheld", "inconclusive")
MAY_RUN_AFTER = {"remedy_due", "remedy_window", "reopen_window"}
Move = tuple[str, dict[str, Any]]


def simple_moves() -> Iterator[Move]:
    """Commands that need to know nothing of the complaint."""
    yield from ((name, {}) for name in ("assign", "acknowledge", "open_investigation"))
    yield from ((name, {}) for name in ("propose_decision", "approve_decision", "settle_received"))
    yield "assess", {"severity_code": "low", "is_safety": True, "ground_code": "facts_changed"}
    yield "assess", {"severity_code": "high", "is_safety": False}
    yield "unassign", {"ground_code": "away"}
    yield "add_note", {"note": "x"}
    yield "record_contact", {"direction": "outbound"}
    yield "record_contact", {"purpose_code": "reopening", "occurred": UNKNOWN}
    yield "seek_remedy", {"kinds": ["apology"]}
    yield "offer_remedy", {"kind_code": "refund", "money": {"amount": "40.00", "currency": "GBP"}}
    yield "offer_remedy", {"kind_code": "apology", "expires_on": "2026-03-20"}
    yield "propose_decision", {"remedies": [{"kind_code": "repair"}]}
    yield "return_decision", {"ground_code": "unclear"}
    yield "send_response", {"recourse": RECOURSE}
    yield "send_response", {"kind": "written_confirmation"}
    yield "set_aside_decision", {"ground_code": "mistake"}
    yield from ((name, BY_PHONE) for name in ("accept_decision", "reject_decision", "withdraw"))
    yield "agree_resolution", BY_PHONE
    yield "offer_recourse", {"recourse": RECOURSE}
    yield "decline_recourse", {"kind": "external", **BY_PHONE}
    yield "exhaust_recourse", {"ground_code": "window_lapsed"}
    yield "forward", {"to_kind": "respondent", "ground_code": "x"}
    yield "answer", {"findings": [{"finding_code": "upheld"}], "recourse": RECOURSE}
    for basis in BASES:
        yield "close", {"basis_code": basis, "ground_code": "no_cooperation"}
    yield from (("reopen", {"ground_code": ground}) for ground in GROUNDS)
    yield from PARTY_MOVES


SIMPLE = tuple(simple_moves())
ONWARD: dict[str, tuple[str, ...]] = {
    "RECEIVED": ("assess", "acknowledge"),
    "ASSESSED": ("open_investigation", "offer_remedy"),
    "INVESTIGATING": ("record_finding", "record_finding", "propose_decision"),
    "DECIDED": ("approve_decision", "send_response"),
    "RESPONDED": ("accept_decision", "reject_decision", "report_failed_communication"),
    "DISPUTED": ("set_aside_decision", "decline_recourse", "close"),
    "ACCEPTED": ("accept_remedy", "fulfil_remedy", "close", "reject_decision"),
}
"""What mostly comes next, so that most stories come far; anything else comes in between."""


def moves(complaint: Complaint, events: list[Recorded]) -> list[Move]:
    """What might be asked of this complaint now, whether the rules allow it or not."""
    found: list[Move] = [*SIMPLE]
    for issue_id in complaint.issues:
        one = {"issue_id": issue_id}
        found += [("record_finding", {**one, "finding_code": code}) for code in FINDINGS]
        only = {"issue_ids": [issue_id]}
        found.append(("reject_decision", {**only, **BY_PHONE}))
        body = {"to_kind": "other_body", "body_code": "b", "ground_code": "x"}
        found.append(("forward", {**only, **body}))
        found.append(("agree_resolution", {"issues": [one], **BY_PHONE}))
    for party_id in (*complaint.parties, *_representatives(complaint)):
        said = {"party_id": party_id, **BY_PHONE}
        found += [(name, said) for name in ("accept_decision", "reject_decision", "withdraw")]
        found.append(("remove_complainant", {"party_id": party_id, "ground_code": "died"}))
    for remedy_id in complaint.remedies:
        taken = ("accept_remedy", "decline_remedy", "fulfil_remedy")
        found += [(name, {"remedy_id": remedy_id}) for name in taken]
        found.append(("revoke_remedy", {"remedy_id": remedy_id, "ground_code": "mistake"}))
    for deadline_id in complaint.deadlines:
        found.append(("cancel_deadline", {"deadline_id": deadline_id}))
        found.append(("pass_deadline", {"deadline_id": deadline_id}))
    for each in events[-6:]:
        bounced = {"target_event_id": each.event_id, "failure_code": "bounced"}
        found.append(("report_failed_communication", bounced))
    return found


def _representatives(complaint: Complaint) -> set[UUID]:
    return {each.representative_party_id for each in complaint.representations}


@st.composite
def stories(draw: st.DrawFn) -> Story:
    """A complaint after some commands by some people, most of which the rules allowed."""
    story = Story(policy=draw(st.sampled_from((POLICY, SMALL))))
    issues: list[dict[str, Any]] = [{}] * draw(st.integers(1, 2))
    begin = draw(st.sampled_from(("receive", "log")))
    story.do(begin, narrative="x", complainant={"name": "Ada"}, issues=issues)
    for _ in range(draw(st.integers(0, 30))):
        if draw(st.integers(0, 6)) == 0:
            story.wait(days=draw(st.integers(1, 40)))
        asked = moves(story.present, story.events)
        names = ONWARD.get(story.present.state, ("reopen",))
        onward = [move for move in asked if move[0] in names] if draw(st.booleans()) else []
        name, fields = draw(st.sampled_from(onward or asked))
        by = CLOCK if name == "pass_deadline" else draw(st.sampled_from((HANDLER, APPROVER)))
        attempt(story, name, by, fields)
    return story


def attempt(story: Story, name: str, by: Actor, fields: dict[str, Any]) -> None:
    """Give a command twice: refused or not, the second outcome is the first."""
    kind = COMMANDS[name]
    command = kind.model(**fields)
    before = story.complaint
    try:
        facts = story.do(name, by=by, **fields)
    except Refusal as refusal:
        assert refusal.clause and refusal.remedy
        assert story.complaint is before
        return
    assert kind.decide(before, command, story.situation(by)) == facts
    check(story)


def check(story: Story) -> None:
    """What a complaint never is, whatever was done to it."""
    complaint = story.present
    running = [each for each in complaint.deadlines.values() if each.status == "running"]
    kinds = [each.fact.kind for each in running if each.fact.about is None]
    assert len(kinds) == len(set(kinds)), "no two due dates of one kind run at once"
    if complaint.state in ENDED:
        assert {each.fact.kind for each in running} <= MAY_RUN_AFTER
        assert complaint.ending is not None
    if "reply_window" in kinds:
        assert complaint.state == "RESPONDED"
    if complaint.state == "DECIDED":
        assert complaint.decision is not None
    last = story.events[-1]
    if last.event.TYPE == "ComplaintClosed" and story.policy is POLICY:
        assert not complaint.owed
    if complaint.decision and complaint.decision.approver and story.policy is POLICY:
        assert complaint.decision.approver != complaint.decision.author
    assert all(fact.recorded_at >= story.events[0].recorded_at for fact in story.events)


@given(stories())
@settings(max_examples=150, deadline=None)
def test_a_complaint_replays_to_the_same_state(story: Story) -> None:
    assert fold(story.events) == story.complaint


@given(stories())
@settings(max_examples=60, deadline=None)
def test_the_octets_that_are_stored_give_the_state_that_was_decided_on(story: Story) -> None:
    stored = [event_json.recorded(event_json.public(one)) for one in story.events]
    assert fold(stored) == story.complaint


@given(stories())
@settings(max_examples=100, deadline=None)
def test_each_event_tells_the_state_that_the_fold_has_after_it(story: Story) -> None:
    complaint = None
    for one in story.events:
        complaint = evolve(complaint, one)
        assert one.state == complaint.state


@given(stories())
@settings(max_examples=100, deadline=None)
def test_a_stage_and_round_that_were_left_never_return(story: Story) -> None:
    complaint: Complaint | None = None
    seen: list[tuple[int, int]] = []
    for one in story.events:
        complaint = evolve(complaint, one)
        pair = (complaint.stage, complaint.round)
        if not seen or seen[-1] != pair:
            assert pair not in seen
            seen.append(pair)


@given(stories(), st.integers(0, 10))
@settings(max_examples=60, deadline=None)
def test_evolving_takes_every_event_in_every_state(story: Story, back: int) -> None:
    before = fold(story.events[: max(1, len(story.events) - back)])
    assert before is not None
    for kind in COMPLAINT_EVENTS:
        event = example(kind)
        after = evolve(before, recorded(event, before.version + 1))
        assert after.version == before.version + 1
        if kind is ComplaintReceived:
            assert after.reference == before.reference


@given(stories())
@settings(max_examples=100, deadline=None)
def test_the_views_see_the_same_attempts_and_undecided_facts(story: Story) -> None:
    complaint: Complaint | None = None
    attempt_, state = Attempt(), "RECEIVED"
    undecided: tuple[UUID, ...] = ()
    for one in story.events:
        complaint = evolve(complaint, one)
        undecided = undecided_after(undecided, one, Before(state, attempt_))
        attempt_ = attempt_after(attempt_, one, state)
        state = complaint.state
        assert (attempt_.stage, attempt_.round) == (complaint.stage, complaint.round)
        assert attempt_.is_acknowledged == complaint.is_acknowledged
        assert undecided == complaint.undecided
