"""The facts of review inside and of bodies outside (ISO 10002:2018, 7.8, 7.9, Annex G)."""

from datetime import date
from typing import Annotated, ClassVar, Literal
from uuid import UUID

from pydantic import Field

from domain.complaint.authority.events import UnderApproval
from domain.complaint.parts import Direction, Ids, Recourse, Round, SomeIds, Stage
from domain.event import DomainEvent, OutsideEvent
from domain.privacy import P0, P2, P3
from domain.values import Code, Text


class InternalReviewRequested(OutsideEvent):
    """The complainant wants the next stage to look at these issues (7.9, Annex G).

    stage, round: of the attempt that the complaint is in then; the one before, where no review
    begins with it. is_beyond_stages: the organisation has no further stage, so none begins.
    counts_in_id: as in DecisionAccepted.
    """

    TYPE: ClassVar[str] = "InternalReviewRequested"

    stage: Annotated[Stage, P0]
    round: Annotated[Round, P0]
    issue_ids: Annotated[SomeIds, P0]
    party_id: Annotated[UUID | None, P0] = None
    is_beyond_stages: Annotated[Literal[True] | None, P0] = None
    counts_in_id: Annotated[UUID | None, P0] = None
    grounds: Annotated[Text | None, P3] = None


class InternalReviewDeclined(DomainEvent):
    """The organisation does not review its answer, and says what remains open (7.9).

    stage, round: of the contested attempt, in which the complaint is again. separation: whether
    whoever declined took no part in it.
    """

    TYPE: ClassVar[str] = "InternalReviewDeclined"

    stage: Annotated[Stage, P0]
    round: Annotated[Round, P0]
    ground_code: Annotated[Code, P0]
    recourse: Annotated[tuple[Recourse, ...], P0, Field(min_length=1)]
    separation: Annotated[Literal["independent", "relaxed"], P0]


class InternalReviewWithdrawn(OutsideEvent):
    """The complainant no longer wants the review (7.9).

    stage, round: of the attempt that the complaint is in then, under review the contested one.
    lacks_authority: another one had asked for it too, so it goes on. counts_in_id: as in
    DecisionAccepted.
    """

    TYPE: ClassVar[str] = "InternalReviewWithdrawn"

    stage: Annotated[Stage, P0]
    round: Annotated[Round, P0]
    ground_code: Annotated[Code, P0]
    lacks_authority: Annotated[Literal[True] | None, P0] = None
    counts_in_id: Annotated[UUID | None, P0] = None


class ExternalReferralRegistered(OutsideEvent):
    """An outside body has the complaint, or these issues of it (7.9).

    party_id: the one person who is concerned; else all of the complaint's own.
    """

    TYPE: ClassVar[str] = "ExternalReferralRegistered"

    referral_id: Annotated[UUID, P0]
    body_code: Annotated[Code, P0]
    referred_by: Annotated[Literal["complainant", "organisation", "body", "third_party"], P0]
    issue_ids: Annotated[Ids, P0]
    is_premature: Annotated[bool, P0]
    party_id: Annotated[UUID | None, P0] = None
    body_reference: Annotated[Text | None, P2] = None


class ExternalReferralReturned(OutsideEvent):
    """The outside body gave the complaint back without deciding it (7.9)."""

    TYPE: ClassVar[str] = "ExternalReferralReturned"

    referral_id: Annotated[UUID, P0]
    body_code: Annotated[Code, P0]
    ground_code: Annotated[
        Literal["premature", "no_jurisdiction", "withdrawn", "no_answer_from_body"], P0
    ]


class ExternalDeterminationReceived(OutsideEvent):
    """The outside body decided, and what the organisation is to do (7.9)."""

    TYPE: ClassVar[str] = "ExternalDeterminationReceived"

    referral_id: Annotated[UUID, P0]
    body_code: Annotated[Code, P0]
    result_code: Annotated[Literal["upheld", "partly", "not_upheld", "settled", "remitted"], P0]
    is_binding: Annotated[bool, P0]
    directions: Annotated[tuple[Direction, ...], P0] = ()
    comply_by_on: Annotated[date | None, P0] = None
    text: Annotated[Text | None, P3] = None


class DeterminationAnswered(OutsideEvent, UnderApproval):
    """The complainant or the organisation takes the determination, or does not (7.9).

    With an approval, where what is owed by it is taken back. lacks_authority: it is not theirs to
    answer, or they refuse what another one of several took; it stands, and awaits a decision.
    counts_in_id: the complaint that it was merged into, and whose referral it is.
    """

    TYPE: ClassVar[str] = "DeterminationAnswered"

    referral_id: Annotated[UUID, P0]
    by: Annotated[Literal["complainant", "organisation"], P0]
    answer_code: Annotated[Literal["accepted", "refused"], P0]
    lacks_authority: Annotated[Literal[True] | None, P0] = None
    counts_in_id: Annotated[UUID | None, P0] = None
