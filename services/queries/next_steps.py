"""What somebody may do next with a complaint, under the policy in force, and why not the rest."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from adapters import octets
from domain.complaint.state import Complaint
from domain.decision_context import DecisionContext
from domain.errors import Refusal
from domain.next_steps import possible
from domain.values import Actor
from services.policies.policy_in_force import PolicyInForce


@dataclass(frozen=True, slots=True, kw_only=True)
class NextStep:
    """A command that may be given now; what it says decides."""

    command: str
    summary: str
    clause: str
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NotNow:
    """A command that is refused now whatever it says. code: the rule's stable name."""

    command: str
    clause: str
    code: str
    rule: str
    instead: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NextSteps:
    """Every command on a complaint, each in one of two lists, by clause."""

    next: tuple[NextStep, ...]
    not_now: tuple[NotNow, ...]


def next_steps(
    complaint: Complaint,
    *,
    by: Actor,
    in_force: PolicyInForce,
    now: datetime,
    kindred: Mapping[UUID, Complaint],
) -> NextSteps:
    """What this actor may do now. now: our instant; never before what was recorded last.

    kindred: the complaints that were one with this one; what they were granted counts.
    """
    context = DecisionContext(
        command_id=octets.NIL,
        complaint_id=complaint.complaint_id,
        reference_of=octets.reference,
        legal_entity=in_force.legal_entity,
        zone=in_force.zone,
        actor=by,
        now=max(now, complaint.recorded_at),
        policy=in_force.policy,
        policy_ref=in_force.ref,
        others=kindred,
    )
    every = possible(complaint, context)
    return NextSteps(
        next=tuple(
            NextStep(
                command=one.kind.name,
                summary=one.kind.summary,
                clause=one.kind.clause,
                href=f"/v1/complaints/{complaint.complaint_id}/{one.kind.address}",
            )
            for one in every
            if one.refusal is None
        ),
        not_now=tuple(_not_now(one.kind.name, one.refusal) for one in every if one.refusal),
    )


def _not_now(name: str, refusal: Refusal) -> NotNow:
    values = ", ".join(f"{key}: {value}" for key, value in refusal.values.items())
    return NotNow(
        command=name,
        clause=refusal.clause,
        code=refusal.code,
        rule=f"{refusal.rule} ({values})" if values else refusal.rule,
        instead=refusal.remedy,
    )
