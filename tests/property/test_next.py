"""What is told to be possible next is what is then accepted, for any complaint and any body."""

from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.commands import COMMANDS, CommandKind
from domain.commands.possible import by_clause, possible, refusal_of
from domain.decision import Command, Situation
from domain.errors import Refusal
from domain.state import Complaint
from domain.values import Actor
from tests.support.bodies import Bodies
from tests.support.controls import APPROVER, HANDLER, POLICY, SMALL, named
from tests.support.story import Story

ROLES = sorted({role for kind in COMMANDS.values() for role in kind.roles})
PEOPLE = ("handler", "approver", "someone else")
TRIES = 4
RECOURSE = [{"kind": "internal"}, {"kind": "external", "body_code": "ombudsman"}]
WAY: tuple[tuple[str, Actor, dict[str, Any]], ...] = (
    ("acknowledge", HANDLER, {}),
    ("assess", HANDLER, {"severity_code": "low", "is_safety": False}),
    ("open_investigation", HANDLER, {}),
    ("record_finding", HANDLER, {"finding_code": "upheld"}),
    ("propose_decision", HANDLER, {"remedies": [{"kind_code": "apology"}]}),
    ("approve_decision", APPROVER, {}),
    ("send_response", HANDLER, {"recourse": RECOURSE}),
)
ENDS: tuple[tuple[tuple[str, Actor, dict[str, Any]], ...], ...] = (
    (),
    (("accept_decision", HANDLER, {"means_code": "phone"}),),
    (("reject_decision", HANDLER, {"means_code": "phone"}),),
    (("request_review", HANDLER, {}),),
    (("register_referral", HANDLER, {"body_code": "ombudsman", "referred_by": "complainant"}),),
    (("withdraw", HANDLER, {"means_code": "phone"}),),
    (
        ("accept_decision", HANDLER, {"means_code": "phone"}),
        ("close", HANDLER, {"basis_code": "accepted_and_carried_out"}),
    ),
)
"""A straight way, and where it can lead: stories leave it anywhere."""


@st.composite
def actors(draw: st.DrawFn, kind: CommandKind) -> Actor:
    """Somebody, mostly of a role that may come with the command."""
    role = draw(st.sampled_from(sorted(kind.roles)) | st.sampled_from(ROLES))
    what: Any = {"system": "system", "party": "party", "representative": "party"}
    return Actor(kind=what.get(role, "staff"), id=named(draw(st.sampled_from(PEOPLE))), role=role)


@st.composite
def stories(draw: st.DrawFn) -> Story:
    """A complaint after some commands of any kind, most of which the rules allowed."""
    story = Story(policy=draw(st.sampled_from((POLICY, SMALL))))
    story.do("receive", narrative="x", complainant={"name": "Ada"})
    steps = (*WAY, *draw(st.sampled_from(ENDS)))
    for name, by, said in steps[: draw(st.integers(0, len(steps)))]:
        story.refuses(name, by=by, **said)
    for _ in range(draw(st.integers(0, 12))):
        if draw(st.integers(0, 8)) == 0:
            story.wait(days=draw(st.integers(1, 40)))
        kind = draw(st.sampled_from(of_one()))
        by = draw(st.sampled_from((HANDLER, APPROVER)) | actors(kind))
        tell(story, kind, by, Bodies(story, draw(st.integers(0, 2**32))))
    return story


def tell(story: Story, kind: CommandKind, by: Actor, made: Bodies) -> None:
    """Give a command of this kind, in other words until it is accepted or no words are left."""
    for _ in range(TRIES):
        command = made.of(kind)
        if command is None:
            continue
        said = {name: getattr(command, name) for name in command.model_fields_set}
        if not story.refuses(kind.name, by=by, **said):
            return


def of_one() -> list[CommandKind]:
    """The commands on a complaint that exists."""
    return [kind for kind in by_clause() if not kind.begins]


def outcome(
    kind: CommandKind, complaint: Complaint, command: Command, situation: Situation
) -> Refusal | None:
    """What comes of a command at the door: its refusal, None where it is accepted."""
    if situation.actor.role not in kind.roles:
        return refusal_of(kind, complaint, situation)
    try:
        kind.decide(complaint, command, situation)
    except Refusal as refusal:
        return refusal
    return None


@given(story=stories(), by=actors(COMMANDS["assign"]), seed=st.integers(0, 2**32))
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_what_is_told_to_be_refused_is_refused_by_that_rule_whatever_is_said(
    story: Story, by: Actor, seed: int
) -> None:
    situation, made = story.situation(by), Bodies(story, seed)
    for one in possible(story.present, situation):
        if one.refusal is None:
            continue
        for command in filter(None, (made.of(one.kind) for _ in range(TRIES))):
            came = outcome(one.kind, story.present, command, situation)
            assert came is not None, f"{one.kind.name} was accepted: {one.refusal.text}"
            assert (came.code, came.text) == (one.refusal.code, one.refusal.text)


@given(story=stories(), role=st.sampled_from(ROLES))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_every_command_is_told_once_and_every_refusal_says_what_to_do(
    story: Story, role: str
) -> None:
    situation = story.situation(Actor(kind="staff", id=named("handler"), role=role))
    told = possible(story.present, situation)
    assert [one.kind for one in told] == of_one()
    for one in told:
        if one.refusal is not None:
            assert one.refusal.clause and one.refusal.rule and one.refusal.remedy
