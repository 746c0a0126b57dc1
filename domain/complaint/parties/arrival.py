"""What somebody outside does with their own key: it happened when it arrived (4.9, invariant 2).

A party may say that it was earlier. That is kept beside the fact, starts no clock and opens no
window; an earlier time counts once staff enter the act, with what proves it.
"""

from typing import TypeVar

from domain.complaint.acts import OutsideAct
from domain.complaint.parties.access import party_meant
from domain.complaint.state import Complaint
from domain.decision_context import Command
from domain.errors import Refusal
from domain.event import DomainEvent
from domain.values import Actor, When

C = TypeVar("C", bound=Command)
E = TypeVar("E", bound=DomainEvent)
STAFF_ALONE = ("entered_from", "settles_event_ids")


class SaidByStaffAlone(Refusal, code="SaidByStaffAlone"):
    """Somebody outside says what only whoever enters or handles an act can say."""

    clause = "4.9"
    rule = "only staff say what proves an act that they enter, and which open fact it settles"
    instead = "leave entered_from and settles_event_ids out; attach what proves it as a document"


def as_it_arrived(command: C, actor: Actor) -> tuple[C, When | None]:
    """The command, which somebody outside gives for now alone, and when they say that it was."""
    claimed: When | None = getattr(command, "occurred", None)
    if actor.kind != "party" or claimed is None:
        return command, None
    return command.model_copy(update={"occurred": None}), claimed


def by_whom(complaint: Complaint | None, actor: Actor, command: C) -> C:
    """What somebody outside does themselves, they do for nobody whom they could name.

    Raises NotAParty; SaidByStaffAlone for what they cannot say of their own act.
    """
    if actor.kind != "party":
        return command
    if field_names := [name for name in STAFF_ALONE if getattr(command, name, None)]:
        raise SaidByStaffAlone(told=", ".join(field_names))
    if complaint is None or not isinstance(command, OutsideAct):
        return command
    named = party_meant(complaint, actor, command.party_id)
    return command.model_copy(update={"party_id": named})


def with_claim(event: E, claimed: When | None) -> E:
    """The fact with the time that was claimed for it."""
    if claimed is None or "claimed" not in type(event).model_fields:
        return event
    return event.model_copy(update={"claimed": claimed})
