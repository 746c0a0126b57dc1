"""A complaint in the shape that its own parties see (4.3, 4.9)."""

from dataclasses import dataclass
from datetime import date
from typing import Literal
from uuid import UUID

from domain.complaint.parts import FindingCode, Recourse
from domain.values import Money, When

OwnState = Literal[
    "received",
    "in_hand",
    "answered",
    "accepted",
    "disputed",
    "in_review",
    "outside",
    "closed",
    "withdrawn",
    "out_of_scope",
    "merged",
]
"""Where a complaint stands for who made it; how far the work is, they are told by letter."""
WORDS: dict[OwnState, str] = {
    "received": "We have received your complaint.",
    "in_hand": "We are looking into your complaint.",
    "answered": "We have answered your complaint. You may accept the answer or object to it.",
    "accepted": "Our answer to your complaint is accepted.",
    "disputed": "You do not agree with our answer. Your complaint remains open.",
    "in_review": "Our answer is being reviewed at the next stage.",
    "outside": "Your complaint is with an outside body.",
    "closed": "Your complaint is closed.",
    "withdrawn": "Your complaint is withdrawn.",
    "out_of_scope": "Your complaint is not one that this process can decide.",
    "merged": "Your complaint goes on together with another about the same; quote your reference.",
}
SentKind = Literal[
    "acknowledgement",
    "call",
    "progress",
    "holding",
    "reminder",
    "response",
    "written_confirmation",
    "agreement",
    "further_ways",
    "review_declined",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnIssue:
    """One thing complained about, by its number and category.

    goes_on_in: the reference of the complaint that answers it, where it was split off.
    """

    issue_id: UUID
    issue_no: int
    category_code: str
    goes_on_in: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnFinding:
    """What was decided about one issue, as it was told."""

    issue_no: int
    finding_code: FindingCode
    stance: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """Something that the party, or who acts for them, was told and that did not fail to arrive.

    text: absent where none was recorded, or it was erased. expected_on: when the answer was said
    to come.
    """

    sent_id: UUID
    kind: SentKind
    sent: When
    text: str | None = None
    findings: tuple[OwnFinding, ...] = ()
    remedy_ids: tuple[UUID, ...] = ()
    recourse: tuple[Recourse, ...] = ()
    expected_on: date | None = None
    document_id: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnDate:
    """When something is due to the party, or from them, as far as they were told that it moved."""

    kind: str
    by: Literal["us", "you"]
    due_on: date
    status: Literal["due", "done", "passed"]
    done_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnRemedy:
    """What was offered to the party, and what came of it.

    is_taken: they accepted it; what is for several is offered until each of them has.
    """

    remedy_id: UUID
    kind_code: str
    status: str
    money: Money | None
    due_on: date | None
    is_taken: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnDocument:
    """A document that the party supplied or was sent. sent_id: with what it was sent."""

    document_id: UUID
    came: Literal["supplied", "sent"]
    attached: When
    media_type: str
    size: int
    title: str | None
    sent_id: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnQuestion:
    """What the party was asked for."""

    request_id: UUID
    asked: When
    question: str | None
    is_answered: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnReferral:
    """An outside body that has the complaint, or had it."""

    referral_id: UUID
    body_code: str
    status: str
    result_code: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnRequest:
    """What the party asked to be given of the record."""

    request_id: UUID
    requested: When
    status: Literal["asked", "supplied", "refused"]


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnComplaint:
    """A complaint as its party sees it. recourse: the ways that were named to them and stand open.

    reference, received: of the complaint that they made themselves, also where it was merged.
    asked_review: whether they are among those who want the review that is under way.
    """

    reference: str
    received: When
    state: OwnState
    state_in_words: str
    issues: tuple[OwnIssue, ...]
    sent: tuple[Sent, ...]
    dates: tuple[OwnDate, ...]
    remedies: tuple[OwnRemedy, ...]
    recourse: tuple[Recourse, ...]
    documents: tuple[OwnDocument, ...]
    asked_of_you: tuple[OwnQuestion, ...]
    outside_bodies: tuple[OwnReferral, ...]
    record_requests: tuple[OwnRequest, ...]
    asked_review: bool

    @property
    def has_answer(self) -> bool:
        """Whether an answer was told to them."""
        return any(one.kind in ("response", "agreement") for one in self.sent)
