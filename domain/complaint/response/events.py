"""The facts of deciding and of telling the complainant (ISO 10002:2018, 7.7 to 7.9)."""

from typing import Annotated, ClassVar, Literal
from uuid import UUID

from pydantic import Field

from domain.complaint.authority.events import UnderApproval
from domain.complaint.parts import (
    Ids,
    IssueFinding,
    IssueStance,
    ProposedRemedy,
    Recourse,
    Round,
    SomeIds,
    Stage,
)
from domain.event import DomainEvent, OutsideEvent
from domain.privacy import P0, P1, P3
from domain.values import Code, Language, Text


class DecisionProposed(DomainEvent):
    """An answer was drafted: a stance on each issue and the remedies for them (7.7)."""

    TYPE: ClassVar[str] = "DecisionProposed"

    decision_id: Annotated[UUID, P0]
    stage: Annotated[Stage, P0]
    round: Annotated[Round, P0]
    issues: Annotated[tuple[IssueStance, ...], P0, Field(min_length=1)]
    remedies: Annotated[tuple[ProposedRemedy, ...], P0] = ()
    supersedes: Annotated[UUID | None, P0] = None
    reasons: Annotated[Text | None, P3] = None


class DecisionApproved(DomainEvent):
    """Somebody with authority approved the decision (7.7)."""

    TYPE: ClassVar[str] = "DecisionApproved"

    decision_id: Annotated[UUID, P0]
    authority_rule_id: Annotated[Code, P0]
    separation: Annotated[Literal["independent", "relaxed"], P0]
    ground_code: Annotated[Code | None, P0] = None


class DecisionReturned(DomainEvent):
    """The decision went back to its author (7.7)."""

    TYPE: ClassVar[str] = "DecisionReturned"

    decision_id: Annotated[UUID, P0]
    ground_code: Annotated[Code, P0]
    explanation: Annotated[Text | None, P3] = None


class ResponseSent(DomainEvent):
    """The decision was communicated to the complainant, with the recourse open to them (7.8).

    is_for_party_alone: only ``to_party_id`` was told, whose complaint was merged into this one.
    """

    TYPE: ClassVar[str] = "ResponseSent"

    response_id: Annotated[UUID, P0]
    decision_id: Annotated[UUID | None, P0] = None
    stage: Annotated[Stage, P0]
    round: Annotated[Round, P0]
    kind: Annotated[Literal["stage", "final", "written_confirmation"], P0]
    channel_code: Annotated[Code, P0]
    language: Annotated[Language | None, P0] = None
    responding_unit: Annotated[Code | None, P0] = None
    to_party_id: Annotated[UUID | None, P0] = None
    issue_ids: Annotated[Ids, P0]
    remedy_ids: Annotated[Ids, P0] = ()
    recourse: Annotated[tuple[Recourse, ...], P0] = ()
    document_id: Annotated[UUID | None, P0] = None
    is_for_party_alone: Annotated[Literal[True] | None, P0] = None
    text: Annotated[Text | None, P3] = None


class ResolutionAgreed(DomainEvent):
    """The complainant and the organisation agreed on a solution (7.7).

    party_ids: the complainants who agreed, where there are several.
    """

    TYPE: ClassVar[str] = "ResolutionAgreed"

    agreement_id: Annotated[UUID, P0]
    stage: Annotated[Stage, P0]
    round: Annotated[Round, P0]
    issues: Annotated[tuple[IssueFinding, ...], P0, Field(min_length=1)]
    remedy_ids: Annotated[Ids, P0] = ()
    party_ids: Annotated[Ids | None, P0] = None
    means_code: Annotated[Code, P0]
    solution: Annotated[Text | None, P3] = None


class DecisionAccepted(OutsideEvent):
    """The complainant accepted the answer (7.9).

    awaited_party_ids: the complainants who must still accept it. lacks_authority: it was not
    recorded that whoever said so may act for a complainant on that day (invariant 5). counts_in_id:
    the complaint that it was merged into, in which it is their reply.
    """

    TYPE: ClassVar[str] = "DecisionAccepted"

    decision_id: Annotated[UUID | None, P0] = None
    party_id: Annotated[UUID | None, P0] = None
    means_code: Annotated[Code, P0]
    awaited_party_ids: Annotated[Ids | None, P0] = None
    lacks_authority: Annotated[Literal[True] | None, P0] = None
    counts_in_id: Annotated[UUID | None, P0] = None


class DecisionRejected(OutsideEvent):
    """The complainant rejected the answer on these issues; the complaint stays open (7.9).

    lacks_authority, counts_in_id: as in DecisionAccepted.
    """

    TYPE: ClassVar[str] = "DecisionRejected"

    decision_id: Annotated[UUID | None, P0] = None
    party_id: Annotated[UUID | None, P0] = None
    means_code: Annotated[Code, P0]
    issue_ids: Annotated[SomeIds, P0]
    lacks_authority: Annotated[Literal[True] | None, P0] = None
    counts_in_id: Annotated[UUID | None, P0] = None


class DecisionSetAside(UnderApproval):
    """The answer no longer stands and a new round begins (7.9)."""

    TYPE: ClassVar[str] = "DecisionSetAside"

    decision_id: Annotated[UUID | None, P0] = None
    ground_code: Annotated[Code, P0]
    kept_remedy_ids: Annotated[Ids, P0] = ()
    revoked_remedy_ids: Annotated[Ids, P0] = ()
    approved_by: Annotated[UUID, P1]
    explanation: Annotated[Text | None, P3] = None
