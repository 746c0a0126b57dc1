"""What a command is, and whose it is (lifecycle, 6)."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from domain.decision import Command, Fact, Situation
from domain.deed import Decision
from domain.errors import Refusal
from domain.policy import Policy
from domain.state import Complaint

Decide = Callable[[Complaint | None, Any, Situation], list[Fact]]

HANDLER = frozenset({"handler"})
STAFF = frozenset({"handler", "approver"})
"""Whose an approver's act is under the policy in force, the decision itself asks."""
APPROVING = STAFF | {"reviewer"}
INQUIRY = STAFF | {"investigator", "reviewer"}
OWNERS = frozenset({"handler", "action_owner"})
MANAGEMENT = STAFF | {"management_representative", "top_management"}
PRIVACY = STAFF | {"management_representative", "privacy_officer"}
POLICY = frozenset({"policy_owner", "top_management"})
PARTY = frozenset({"party", "representative"})
"""Of those outside: each only in a complaint of theirs (lifecycle, 6)."""
SYSTEM = frozenset({"system"})


@dataclass(frozen=True, slots=True, kw_only=True)
class CommandKind:
    """One command. name: a verb, stable for ever. begins: there is no complaint yet.

    roles: whoever may come to the door with it; the decision itself asks what the policy lets them
    do. clause: of ISO 10002:2018. summary: one line, for help and for the API's description.
    refused: why nobody in this situation may give the command, whatever it said; None where it
    depends on what it says. own_address: where the API takes it, after the complaint, if more comes
    with it than its fields or more is done than storing facts; then its route and its word at the
    keyboard are written out, not made from here. is_for_conflicted: as its decision has it.
    """

    name: str
    model: type[Command]
    decide: Decide
    refused: Callable[[Complaint | None, Situation], Refusal | None]
    roles: frozenset[str]
    clause: str
    summary: str
    begins: bool = False
    own_address: str | None = None
    is_for_conflicted: bool = False

    def is_waived_by(self, policy: Policy) -> bool:
        """Whether under this policy somebody excluded may give it all the same (invariant 7)."""
        return self.is_for_conflicted and policy.separation.handle_conflicted == "waived"

    @property
    def address(self) -> str:
        """The last part of its address in the API."""
        return self.own_address or self.name.replace("_", "-")


def kind(
    decision: Decision[Any],
    clause: str,
    summary: str,
    *,
    roles: frozenset[str] = HANDLER,
    begins: bool = False,
    own_address: str | None = None,
) -> CommandKind:
    """The command that a decision answers."""
    return CommandKind(
        name=decision.name,
        model=decision.model,
        decide=decision,
        refused=decision.refused,
        roles=roles,
        clause=clause,
        summary=summary,
        begins=begins,
        own_address=own_address,
        is_for_conflicted=decision.is_for_conflicted,
    )
