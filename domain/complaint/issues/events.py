"""The facts of what a complaint is about, and what is not for this process (7.2, 7.5, 1)."""

from typing import Annotated, ClassVar, Literal
from uuid import UUID

from pydantic import Field

from domain.complaint.authority.events import UnderApproval
from domain.event import DomainEvent, OutsideEvent
from domain.privacy import P0, P3
from domain.values import Code, Text

Positive = Annotated[int, Field(ge=1)]
ScopeGround = Literal[
    "outside_dispute",
    "employment",
    "not_ours",
    "time_barred",
    "already_decided",
    "legal_proceedings",
    "not_a_complaint",
]


class IssueAdded(DomainEvent):
    """A related point joined the complaint (7.2)."""

    TYPE: ClassVar[str] = "IssueAdded"

    issue_id: Annotated[UUID, P0]
    issue_no: Annotated[Positive, P0]
    category_code: Annotated[Code, P0]
    taxonomy_version: Annotated[Positive, P0]
    unit_complained_about: Annotated[Code | None, P0] = None
    product_code: Annotated[Code | None, P0] = None
    description: Annotated[Text | None, P3] = None


class IssueReclassified(UnderApproval):
    """An issue belongs to another category (7.2, 8.1)."""

    TYPE: ClassVar[str] = "IssueReclassified"

    issue_id: Annotated[UUID, P0]
    issue_no: Annotated[Positive, P0]
    category_code: Annotated[Code, P0]
    taxonomy_version: Annotated[Positive, P0]
    ground_code: Annotated[Literal["was_wrong", "facts_changed"], P0]


class ProductRecorded(UnderApproval):
    """Which product an issue is about became known, or was another than was recorded (7.2)."""

    TYPE: ClassVar[str] = "ProductRecorded"

    issue_id: Annotated[UUID, P0]
    issue_no: Annotated[Positive, P0]
    product_code: Annotated[Code, P0]


class IssueWithdrawn(OutsideEvent):
    """The complainant does not pursue this issue (7.9)."""

    TYPE: ClassVar[str] = "IssueWithdrawn"

    issue_id: Annotated[UUID, P0]
    issue_no: Annotated[Positive, P0]
    party_id: Annotated[UUID | None, P0] = None
    means_code: Annotated[Code, P0]
    ground_code: Annotated[Code, P0]


class IssueDeclaredOutOfScope(UnderApproval):
    """This issue is not for the complaints process; where to turn is said (1, 7.5)."""

    TYPE: ClassVar[str] = "IssueDeclaredOutOfScope"

    issue_id: Annotated[UUID, P0]
    issue_no: Annotated[Positive, P0]
    ground_code: Annotated[ScopeGround, P0]
    signpost_code: Annotated[Code | None, P0] = None
    explanation: Annotated[Text | None, P3] = None


class ComplaintDeclaredOutOfScope(UnderApproval):
    """The complaint is not for this process; where to turn is said (1)."""

    TYPE: ClassVar[str] = "ComplaintDeclaredOutOfScope"

    ground_code: Annotated[ScopeGround, P0]
    signpost_code: Annotated[Code | None, P0] = None
    explanation: Annotated[Text | None, P3] = None
