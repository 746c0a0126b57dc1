"""The facts of receipt (ISO 10002:2018, 7.2)."""

from typing import Annotated, ClassVar, Literal
from uuid import UUID

from pydantic import Field

from domain.complaint.authority.events import UnderApproval
from domain.complaint.lifecycle import State
from domain.complaint.parts import CameAs, Contact, DocumentPointer, ForwardedBy, Ids, Issue
from domain.event import DomainEvent
from domain.privacy import P0, P1, P2, P3, P4
from domain.values import Code, Language, Money, Text, When

NO_CHANNEL = "other"
"""The channel on the receipt of an imported complaint whose source names none."""


class ComplaintReceived(DomainEvent):
    """A complaint reached the organisation (7.2); the envelope's ``occurred`` is the receipt.

    documents: of the complaint that it was split from, in which they lie. split_off: when it was.
    people: who of that complaint is who here.
    """

    TYPE: ClassVar[str] = "ComplaintReceived"

    reference: Annotated[str, P0]
    channel_code: Annotated[Code, P0]
    received_by_unit: Annotated[Code | None, P0] = None
    received_by: Annotated[UUID | None, P1] = None
    legal_entity: Annotated[Code, P0]
    complainant_kind: Annotated[Literal["person", "organisation", "anonymous"], P0]
    party_id: Annotated[UUID | None, P0] = None
    submitted_by: Annotated[Literal["complainant", "representative", "third_party", "staff"], P0]
    forwarded_by: Annotated[ForwardedBy | None, P0] = None
    contact_class: Annotated[
        Literal["complaint", "feedback", "enquiry", "service_request", "dispute"], P0
    ]
    subject_kind: Annotated[
        Literal["product", "service", "complaint_handling", "conduct", "other"], P0
    ]
    received_language: Annotated[Language | None, P0] = None
    reply_language: Annotated[Language | None, P0] = None
    interpreter_used: Annotated[bool | None, P0] = None
    prior_route: Annotated[
        Literal["none", "front_line", "social_media", "media", "regulator", "other"] | None, P0
    ] = None
    issues: Annotated[tuple[Issue, ...], P0, Field(min_length=1)]
    split_from: Annotated[UUID | None, P0] = None
    split_off: Annotated[When | None, P0] = None
    documents: Annotated[tuple[DocumentPointer, ...] | None, P0] = None
    people: Annotated[tuple[CameAs, ...] | None, P0] = None
    complainant: Annotated[Contact | None, P2] = None
    product_reference: Annotated[Text | None, P2] = None
    narrative: Annotated[Text | None, P3] = None
    access_needs: Annotated[tuple[Text, ...] | None, P4] = None


class RemedySought(DomainEvent):
    """What the complainant wants done about an issue (7.2)."""

    TYPE: ClassVar[str] = "RemedySought"

    issue_id: Annotated[UUID, P0]
    issue_no: Annotated[int, P0]
    kinds: Annotated[tuple[Code, ...], P0]
    claimed_loss: Annotated[Money | None, P0] = None
    wish: Annotated[Text | None, P3] = None


class ImmediateActionTaken(DomainEvent):
    """Something was done at once, before anything was decided (7.2, 7.5)."""

    TYPE: ClassVar[str] = "ImmediateActionTaken"

    action_code: Annotated[Code, P0]
    description: Annotated[Text | None, P3] = None


class KnownStateImported(DomainEvent):
    """What a source asserts about a complaint without saying how or when it came to be.

    row_digest: names the row, where the source gives it no id. content_digest: what it said,
    without what says nothing. Both are keyed MACs in hex.
    """

    TYPE: ClassVar[str] = "KnownStateImported"

    source_system: Annotated[Code, P0]
    source_id: Annotated[str | None, P0] = None
    row_digest: Annotated[str, P0]
    content_digest: Annotated[str | None, P0] = None
    known_state: Annotated[State, P0]
    source_outcome_code: Annotated[Code | None, P0] = None
    is_timely: Annotated[bool | None, P0] = None
    is_disputed: Annotated[bool | None, P0] = None
    had_prior_contact: Annotated[bool | None, P0] = None
    score: Annotated[int | None, P0] = None
    source_text: Annotated[Text | None, P3] = None


class ComplaintForwarded(UnderApproval):
    """Issues were sent on: to the respondent, another body or one's own unit (7.2)."""

    TYPE: ClassVar[str] = "ComplaintForwarded"

    to_kind: Annotated[Literal["respondent", "other_body", "own_unit"], P0]
    body_code: Annotated[Code | None, P0] = None
    issue_ids: Annotated[Ids, P0]
    ground_code: Annotated[Code, P0]
    consent_id: Annotated[UUID | None, P0] = None
