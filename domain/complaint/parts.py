"""What events are made of beside the plain values: issues, people, recourse, stances."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from domain.values import Code, Country, Instant, Money, Text, Value, When

Stage = Annotated[int, Field(ge=1)]
Round = Annotated[int, Field(ge=1)]
FindingCode = Literal[
    "upheld", "partly_upheld", "not_upheld", "inconclusive", "resolved_without_finding"
]
PriorityCode = Literal["urgent", "high", "normal", "low"]
HandlingCode = Literal["standard", "extra_care"]
Ids = tuple[UUID, ...]
SomeIds = Annotated[tuple[UUID, ...], Field(min_length=1)]


class MovedFrom(Value):
    """The complaint in which an issue was before, and the id that it had there."""

    complaint_id: UUID
    issue_id: UUID


class Issue(Value):
    """One thing complained about; a complaint holds one or more, numbered from 1.

    moved_from: it came out of another complaint, where it had an id of its own. party_ids: whose
    point it is, where it is not that of the complaint's own complainants; own_no: its number in the
    complaint that they made themselves.
    is_product_unlisted: the policy did not know the product, which was taken all the same.
    """

    issue_id: UUID
    issue_no: Annotated[int, Field(ge=1)]
    category_code: Code
    taxonomy_version: Annotated[int, Field(ge=1)]
    unit_complained_about: Code | None = None
    product_code: Code | None = None
    occurred: When | None = None
    recurring: bool | None = None
    moved_from: MovedFrom | None = None
    party_ids: SomeIds | None = None
    own_no: Annotated[int | None, Field(ge=1)] = None
    is_product_unlisted: Literal[True] | None = None


class Brought(Value):
    """A complaint whose matter came along with a merged one, and when that was received."""

    reference: str
    received: When | None = None


class CameAs(Value):
    """Who somebody of a complaint that was merged, or split, is in the one that it goes on in."""

    own_party_id: UUID
    party_id: UUID


class DocumentPointer(Value):
    """A document that lies in another complaint, with what a complainant was told to quote."""

    document_id: UUID
    complaint_id: UUID
    reference: str


class Contact(Value):
    """Who a person or organisation is and how to reach them (P2)."""

    name: Text | None = None
    organisation: Text | None = None
    email: Text | None = None
    phone: Text | None = None
    address: Text | None = None
    postal_code: Text | None = None
    region: Text | None = None
    country: Country | None = None


class ForwardedBy(Value):
    """The body that sent the complaint on to us, and when it had received it."""

    body_code: Code
    first_received: When


class Recourse(Value):
    """A further way open to the complainant (7.8, 7.9)."""

    kind: Literal["internal", "external", "court", "none_available"]
    body_code: Code | None = None
    until_on: date | None = None


class IssueStance(Value):
    """What is decided about one issue."""

    issue_id: UUID
    issue_no: int
    finding_code: FindingCode
    stance: Literal["accepted", "redress_without_admission", "rejected"]


class IssueFinding(Value):
    """What was found about one issue when a resolution was agreed."""

    issue_id: UUID
    issue_no: int
    finding_code: FindingCode


class ProposedRemedy(Value):
    """A remedy as a decision proposes it (Annex F). party_id: as in RemedyOffered."""

    remedy_id: UUID
    kind_code: Code
    money: Money | None = None
    due_on: date | None = None
    estimated_cost: Money | None = None
    party_id: UUID | None = None


ActionKind = Literal["correction", "corrective", "preventive", "improvement"]


class Direction(Value):
    """One thing that an outside body tells the organisation to do."""

    action_id: UUID
    kind_code: Code
    money: Money | None = None
    due_on: date | None = None


class NewDueDate(Value):
    """A due date as it stands after a pause.

    is_estimated: its calendar does not yet know every holiday up to it.
    """

    deadline_id: UUID
    due_on: date
    due_at: Instant
    warn_at: Instant | None = None
    is_estimated: Literal[True] | None = None


class StoodStill(Value):
    """A pause of a due date that is over and was given back, with the rule by which it was."""

    rule_id: Code
    ground_code: Code
    since_at: Instant
    until_at: Instant
    policy_id: Code | None = None
    policy_version: int | None = None


class About(Value):
    """What a deadline is about, where it is about something smaller than the complaint."""

    kind: Literal["remedy", "stage", "issue", "referral", "action", "request", "party"]
    id: UUID
