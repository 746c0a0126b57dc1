"""Courses that complaints may take, as Hypothesis draws them: many commands by many people."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any
from uuid import UUID

from hypothesis import strategies as st

from adapters.policy_files import preset
from domain.complaint.authority.state import awaiting
from domain.complaint.receipt.importing import KNOWN_STATES
from domain.complaint.state import Complaint
from domain.decider import AnyDecider
from domain.decision_context import Command
from domain.errors import Refusal
from domain.next_steps import by_clause
from domain.policy import Policy
from domain.registry import COMMANDS
from domain.values import Actor
from tests.support.asking import Present, beginning, command
from tests.support.controls import POLICY, SMALL, policy
from tests.support.office import Office
from tests.support.people import able, natural

MOST_AT_ONCE = 4
TICKING = policy(
    policy_id="ticking",
    may_close_with_tracked_commitments=True,
    effect_window_days=30,
    pauses=[
        {
            "rule_id": "police",
            "kinds": ["response", "acknowledgement", "reply_window"],
            "ground_codes": ["police_case"],
            "with_suspension": True,
        },
        {
            "rule_id": "waiting",
            "kinds": ["response", "periodic_update"],
            "ground_codes": ["awaiting_complainant"],
            "unit": "working_days",
            "at_most": 5,
        },
    ],
    escalations=[{"rule_id": "late", "kinds": ["response", "acknowledgement"], "to_level": 2}],
)
"""The usual policy with clocks that stop, and complaints that rise by themselves."""
POLICIES: tuple[Policy, ...] = (
    POLICY,
    SMALL,
    TICKING,
    preset("uk_housing_ombudsman"),
    preset("uk_fca_disp"),
)
WAITS = (0, 0, 0, 0, 0, 0, 0, 0, 1, 3, 9, 31, 200)
"""Days, mostly none."""

ONWARD: Mapping[str, Sequence[str]] = {
    "RECEIVED": ("assess", "acknowledge", "split_complaint", "merge_complaint", "link_complaint"),
    "ASSESSED": ("open_investigation", "answer", "offer_remedy", "merge_complaint"),
    "INVESTIGATING": ("record_finding", "record_finding", "propose_decision"),
    "DECIDED": ("approve_decision", "send_response", "send_response"),
    "RESPONDED": ("accept_decision", "reject_decision", "request_review", "register_referral"),
    "DISPUTED": (
        "plan_action",
        "set_aside_decision",
        "decline_recourse",
        "close",
        "request_review",
    ),
    "REVIEW": ("record_finding", "propose_decision", "decline_review", "withdraw_review"),
    "EXTERNAL": ("record_determination", "return_referral", "answer_determination", "close"),
    "ACCEPTED": ("accept_remedy", "fulfil_remedy", "close", "reject_decision"),
    "CLOSED": ("reopen", "register_referral", "request_erasure", "approve_erasure"),
    "WITHDRAWN": ("reopen", "erase_personal_data", "approve_erasure", "request_erasure"),
    "OUT_OF_SCOPE": ("reopen", "place_hold"),
    "MERGED": ("unmerge_complaint", "withdraw"),
}
"""What mostly comes next, so that most complaints come far; anything else comes in between."""


GRANTS = (*("grant_approval",) * 3, "refuse_approval", "withdraw_approval_request")


def waiting(complaint: Complaint) -> Sequence[Sequence[str]]:
    """The commands that something in a complaint waits for, one sequence for each such thing."""
    found: tuple[tuple[object, Sequence[str]], ...] = (
        (complaint.inquiries, ("record_information",)),
        (_planned(complaint, "planned"), ("complete_action",)),
        (_planned(complaint, "completed"), ("verify_effect",)),
        (complaint.remedies, ("accept_remedy", "fulfil_remedy", "fail_remedy", "offer_remedy")),
        (complaint.split_into or complaint.split_from, ("offer_remedy",)),
        (complaint.deadlines, ("extend_deadline", "set_new_target", "meet_deadline")),
        (complaint.is_suspended, ("resume_handling", "record_finding", "propose_decision")),
        (_paused(complaint), ("resume_deadlines",)),
        (complaint.handler, ("unassign",)),
        (complaint.links, ("unlink_complaint", "withdraw")),
        (complaint.exclusions, ("acknowledge", "accept_exclusion", "assign", "open_investigation")),
        (complaint.record_requests, ("supply_record", "refuse_record")),
        (complaint.breaches, ("notify_authority",)),
        (complaint.erasures, ("defer_erasure", "approve_erasure", "erase_personal_data")),
        (complaint.holds, ("release_hold",)),
        (complaint.representations, ("end_representation", "accept_decision")),
        (complaint.undecided, ("add_note", "correct_record")),
        (complaint.referrals, ("record_determination", "return_referral")),
        (complaint.absorbed, ("split_complaint", "withdraw", "declare_out_of_scope")),
        (awaiting(complaint.approvals), GRANTS),
        (complaint.answers, ("close", "invite_survey")),
    )
    return [names for each, names in found if each]


def _planned(complaint: Complaint, status: str) -> bool:
    return any(each.status == status for each in complaint.actions.values())


def _paused(complaint: Complaint) -> bool:
    return any(each.status == "paused" for each in complaint.deadlines.values())


@dataclass(frozen=True, slots=True)
class Move:
    """Numbers that choose what is done next, whatever there is to choose from.

    way: a new complaint (0), what something waits for, what is usual, or anything; of: which
    complaint; what: which command; how: which of its bodies; by: who; days: how long after the
    last move.
    """

    way: int = 0
    of: int = 0
    what: int = 0
    how: int = 0
    by: int = 0
    days: int = 0


FIRST = Move()
"""A plain receipt."""


def courses(*, longest: int = 60) -> st.SearchStrategy[Sequence[Move]]:
    """What is done after the first receipt.

    Each move is drawn as one number of which 0 is none, so that a course that shows a fault is
    shortened by leaving moves out, while the others stay as they are.
    """
    numbers = st.lists(st.integers(0, 2**32 - 1), min_size=longest // 2, max_size=longest)
    return numbers.map(
        lambda drawn: [_move(place, number) for place, number in enumerate(drawn) if number]
    )


def _move(place: int, number: int) -> Move:
    chance = Random(number * 256 + place)
    return Move(
        way=chance.randrange(64),
        of=chance.randrange(64),
        what=chance.randrange(2**14),
        how=chance.randrange(2**14),
        by=chance.randrange(64),
        days=chance.choice(WAITS),
    )


Trying = Callable[[Office, AnyDecider, Command, Actor, UUID | None], Any]
"""Gives a command, and looks at what comes of it."""


def tried(office: Office, kind: AnyDecider, asked: Command, by: Actor, of: UUID | None) -> None:
    """Give a command, refused or not."""
    try:
        office.give(kind, asked, by=by, of=of)
    except Refusal:
        return


def follow(office: Office, course: Iterable[Move], trying: Trying = tried) -> Office:
    """The office after this course; it begins with a receipt."""
    for move in (FIRST, *course):
        office.wait(move.days)
        _step(office, move, trying)
    return office


def offices(*, longest: int = 60) -> st.SearchStrategy[Office]:
    """An office under some policy after some course."""
    return st.builds(
        lambda rules, course: follow(Office(policy=rules), course),
        st.sampled_from(POLICIES),
        courses(longest=longest),
    )


def _step(office: Office, move: Move, trying: Trying) -> None:
    if move.way % 32 == 0 and len(office.complaints) < MOST_AT_ONCE:
        _begin(office, move, trying)
        return
    of = list(office.complaints)[move.of % len(office.complaints)]
    present = office.present(of)
    kind = _kind(present, move)
    seed = 0 if move.way % 2 else move.how
    given = command(kind, present, move.how // 64, seed=seed)
    if given is not None:
        trying(office, kind, given, _by(kind, present.complaint, move), of)


def _begin(office: Office, move: Move, trying: Trying) -> None:
    commands, states = beginning(), sorted(KNOWN_STATES)
    chosen = move.what % (len(commands) + len(states))
    if chosen < len(commands):
        kind, asked = commands[chosen]
        trying(office, kind, asked, _by(kind, None, move), None)
    else:
        office.take_over(states[chosen - len(commands)])


def _kind(present: Present, move: Move) -> AnyDecider:
    if move.way % 8 in (1, 2) and (awaited := waiting(present.complaint)):
        usual = awaited[move.what % len(awaited)]
        return COMMANDS[usual[move.what // 64 % len(usual)]]
    if move.way % 4:
        usual = ONWARD[present.complaint.state]
        return COMMANDS[usual[move.what % len(usual)]]
    every = [kind for kind in by_clause() if not kind.begins]
    return every[move.what % len(every)]


def _by(kind: AnyDecider, complaint: Complaint | None, move: Move) -> Actor:
    if move.by % 4:
        return natural(kind, complaint)
    possible = list(able(kind, complaint))
    return possible[move.by // 4 % len(possible)]
