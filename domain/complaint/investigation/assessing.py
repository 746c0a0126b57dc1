"""7.5 Initial assessment: severity, safety, complexity, impact, immediate action."""

from typing import Annotated, Literal

from pydantic import Field

from domain.codes import severity
from domain.complaint.acts import Act
from domain.complaint.authority.approval_requests import ActForApproval
from domain.complaint.authority.approvals import approval_of
from domain.complaint.authority.separation import GroundMissing
from domain.complaint.decider import Decider
from domain.complaint.draft import Draft
from domain.complaint.events import ComplaintAssessed
from domain.complaint.parts import HandlingCode
from domain.privacy import P3, P4
from domain.values import Code, VisibleText


class Assess(Act):
    """How serious and how urgent the complaint is; safety comes before all else."""

    severity_code: Annotated[Code, Field(description="A step of the policy's scale")]
    is_safety: Annotated[bool, Field(description="Whether health or safety is touched")]
    complexity_code: Code | None = None
    impact_code: Code | None = None
    is_immediate_action_needed: bool | None = None
    is_immediate_action_possible: bool | None = None
    is_compensation_likely: bool | None = None
    is_recurrence_suspected: bool | None = None
    ground_code: Annotated[
        Literal["not_asked", "was_wrong", "facts_changed"] | None,
        Field(description="Why it is assessed anew"),
    ] = None
    handling_code: Annotated[
        HandlingCode | None,
        Field(description="Whether extra care is taken; the reason need not be told"),
    ] = None
    vulnerability: Annotated[VisibleText | None, P4] = None
    rationale: Annotated[VisibleText | None, P3] = None


def _may_assess(draft: Draft) -> None:
    draft.require_open()


def _assess(draft: Draft, command: Assess) -> None:
    complaint, policy = draft.complaint, draft.context.policy
    if complaint.assessment is not None and command.ground_code is None:
        raise GroundMissing(
            act="assessing again", instead="give the ground_code was_wrong or facts_changed"
        )
    step = severity(policy, command.severity_code)
    is_taken_back = complaint.is_safety and not command.is_safety
    approval = approval_of(draft, ActForApproval(act=command), is_needed=is_taken_back)
    field_values = command.model_dump(exclude={"occurred", "entered_from", "settles_event_ids"})
    assessed = ComplaintAssessed(
        **field_values,
        scale_version=policy.severity.version,
        priority_code="urgent" if command.is_safety else step.priority_code,
        settles_event_ids=command.settles_event_ids or None,
        **approval,
    )
    draft.add(assessed, of=command)


def assess_by_default(draft: Draft) -> None:
    """Assess where nobody was asked: as the policy says, no matter of safety."""
    code = draft.context.policy.defaults.severity_code
    assess.step(draft, Assess(severity_code=code, is_safety=False, ground_code="not_asked"))


assess = Decider(
    "assess",
    Assess,
    _assess,
    clause="7.5",
    summary="Record how serious and how urgent it is",
    may=_may_assess,
)
"""Record the initial assessment, or a later one with its ground (7.5).

That a matter of safety is none takes an approval, as it ends what top management is owed.
"""
