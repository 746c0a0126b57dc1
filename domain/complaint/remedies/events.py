"""What was offered to put things right, and what came of it (ISO 10002:2018, 7.7, Annex F)."""

from datetime import date
from typing import Annotated, ClassVar, Literal
from uuid import UUID

from domain.complaint.authority.events import UnderApproval
from domain.complaint.parts import Ids
from domain.event import DomainEvent, OutsideEvent
from domain.privacy import P0, P2, P3
from domain.values import Code, Money, Text


class RemedyOffered(UnderApproval):
    """A remedy was offered, within somebody's authority (7.7, Annex F).

    party_id: the one person for whom it is; else it is for all of the complaint's own.
    """

    TYPE: ClassVar[str] = "RemedyOffered"

    remedy_id: Annotated[UUID, P0]
    source_code: Annotated[
        Literal["decision", "on_the_spot", "interim", "settlement", "determination"], P0
    ]
    kind_code: Annotated[Code, P0]
    money: Annotated[Money | None, P0] = None
    estimated_cost: Annotated[Money | None, P0] = None
    due_on: Annotated[date | None, P0] = None
    expires_on: Annotated[date | None, P0] = None
    supersedes: Annotated[UUID | None, P0] = None
    party_id: Annotated[UUID | None, P0] = None
    authority_rule_id: Annotated[Code, P0]
    conditions: Annotated[Text | None, P3] = None


class RemedyAccepted(OutsideEvent):
    """The complainant accepted a remedy: it is owed from now on (7.9).

    awaited_party_ids: whose it is too, and who must still take it; until then it is not owed.
    lacks_authority: as in DecisionAccepted; or it is for somebody whom they do not speak for.
    counts_in_id: the complaint that it was merged into, and where it was offered.
    """

    TYPE: ClassVar[str] = "RemedyAccepted"

    remedy_id: Annotated[UUID, P0]
    kind_code: Annotated[Code, P0]
    party_id: Annotated[UUID | None, P0] = None
    ground_code: Annotated[Code | None, P0] = None
    awaited_party_ids: Annotated[Ids | None, P0] = None
    lacks_authority: Annotated[Literal[True] | None, P0] = None
    counts_in_id: Annotated[UUID | None, P0] = None


class RemedyDeclined(OutsideEvent, UnderApproval):
    """The complainant declined a remedy (7.9); with an approval, where staff say so of one owed.

    lacks_authority: as in DecisionAccepted; or it is owed to somebody else, whom they do not speak
    for. others_remain: it is for others too who did not decline it; it is owed to none then, and
    decided anew. counts_in_id: as in RemedyAccepted.
    """

    TYPE: ClassVar[str] = "RemedyDeclined"

    remedy_id: Annotated[UUID, P0]
    kind_code: Annotated[Code, P0]
    party_id: Annotated[UUID | None, P0] = None
    ground_code: Annotated[Code | None, P0] = None
    others_remain: Annotated[Literal[True] | None, P0] = None
    lacks_authority: Annotated[Literal[True] | None, P0] = None
    counts_in_id: Annotated[UUID | None, P0] = None


class RemedyLapsed(DomainEvent):
    """Nobody took up the offer while it stood (7.9)."""

    TYPE: ClassVar[str] = "RemedyLapsed"

    remedy_id: Annotated[UUID, P0]
    kind_code: Annotated[Code, P0]
    party_id: Annotated[UUID | None, P0] = None
    ground_code: Annotated[Code | None, P0] = None


class RemedyRevoked(UnderApproval):
    """The organisation took a remedy back (7.7)."""

    TYPE: ClassVar[str] = "RemedyRevoked"

    remedy_id: Annotated[UUID, P0]
    kind_code: Annotated[Code, P0]
    party_id: Annotated[UUID | None, P0] = None
    ground_code: Annotated[Code | None, P0] = None


class RemedyFulfilled(DomainEvent):
    """A remedy was carried out, wholly or in part (7.9)."""

    TYPE: ClassVar[str] = "RemedyFulfilled"

    remedy_id: Annotated[UUID, P0]
    kind_code: Annotated[Code, P0]
    money: Annotated[Money | None, P0] = None
    is_partial: Annotated[bool, P0]
    document_id: Annotated[UUID | None, P0] = None
    payee_party_id: Annotated[UUID | None, P0] = None
    payment_reference: Annotated[Text | None, P2] = None


class RemedyFailed(DomainEvent):
    """What was promised was not delivered, or went wrong; it stays owed (7.9)."""

    TYPE: ClassVar[str] = "RemedyFailed"

    remedy_id: Annotated[UUID, P0]
    kind_code: Annotated[Code, P0]
    ground_code: Annotated[Code, P0]
