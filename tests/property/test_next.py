"""What is told to be possible next is what is then accepted, for any complaint and any body."""

from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from domain.complaint.confidentiality.erasing import OfWholeMatter
from domain.decider import AnyDecider
from domain.decision_context import Command
from domain.errors import Refusal
from domain.next_steps import by_clause, possible, refusal_of
from domain.registry import COMMANDS
from domain.values import Actor
from tests.support.asking import command
from tests.support.controls import named
from tests.support.courses import offices
from tests.support.office import Office
from tests.support.people import CLOCK, STAFF, parties

ROLES = sorted({role for kind in COMMANDS.values() for role in kind.roles})
TRIES = 4


@st.composite
def actors(draw: st.DrawFn, office: Office, of: UUID) -> Actor:
    """Somebody of any role, who may have to do with this complaint or not."""
    outside = parties(office.complaints[of])
    theirs = [Actor(kind="party", id=each, role="party") for each in outside]
    return draw(st.sampled_from((*STAFF, CLOCK, *theirs)))


def outcome(office: Office, kind: AnyDecider, asked: Command, by: Actor, of: UUID) -> str:
    """What comes of a command at the door: its refusal's words, nothing where it is accepted."""
    complaint, context = office.complaints[of], office.context(asked, by, of)
    if by.role not in kind.roles:
        refusal = refusal_of(kind, complaint, context)
        return f"{refusal.code}: {refusal.text}" if refusal else ""
    try:
        kind(complaint, asked, context)
    except Refusal as refusal:
        return f"{refusal.code}: {refusal.text}"
    return ""


@given(offices(), st.data())
def test_what_is_told_to_be_refused_is_refused_by_that_rule_whatever_is_said(
    office: Office, data: st.DataObject
) -> None:
    of = data.draw(st.sampled_from(list(office.complaints)))
    by = data.draw(actors(office, of))
    choice = data.draw(st.integers(0, 2**16))
    present = office.present(of)
    # Where something is to be erased the whole matter is looked at, as services.queries does.
    looking = OfWholeMatter() if present.complaint.erasures else Command()
    context = office.context(looking, by, of)
    for one in possible(present.complaint, context):
        if one.refusal is None:
            continue
        told = f"{one.refusal.code}: {one.refusal.text}"
        for number in range(choice, choice + TRIES):
            asked = command(one.kind, present, number, seed=number)
            if asked is not None:
                assert (one.kind.name, outcome(office, one.kind, asked, by, of)) == (
                    one.kind.name,
                    told,
                )


@given(offices(), st.sampled_from(ROLES))
def test_every_command_is_told_once_and_every_refusal_says_what_to_do(
    office: Office, role: str
) -> None:
    by = Actor(kind="staff", id=named("handler"), role=role)
    for of, complaint in office.complaints.items():
        told = possible(complaint, office.context(Command(), by, of))
        assert [one.kind for one in told] == [kind for kind in by_clause() if not kind.begins]
        for one in told:
            if one.refusal is not None:
                assert one.refusal.clause and one.refusal.rule and one.refusal.remedy
