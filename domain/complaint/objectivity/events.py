"""The events of excluded staff: who may not act on a complaint, and on which ground (4.7)."""

from typing import Annotated, ClassVar, Literal
from uuid import UUID

from domain.complaint.authority.events import UnderApproval
from domain.event import DomainEvent
from domain.privacy import P0, P1, P3
from domain.values import Code, Text


class StaffExcluded(UnderApproval):
    """Somebody may neither act on the complaint nor read it (4.7, Annex D).

    from_id: it is so for the sake of that complaint, as long as that is merged into this one; not
    told any more, for it is so of the whole matter and stays so.
    """

    TYPE: ClassVar[str] = "StaffExcluded"

    staff: Annotated[UUID, P1]
    ground_code: Annotated[Code, P0]
    explanation: Annotated[Text | None, P3] = None
    from_id: Annotated[UUID | None, P0] = None


class ExclusionAccepted(DomainEvent):
    """There is nobody else: the excluded one acts under a safeguard (4.7).

    from_id: it was accepted in that complaint, of what came with it; absent: of all.
    """

    TYPE: ClassVar[str] = "ExclusionAccepted"

    staff: Annotated[UUID, P1]
    ground_code: Annotated[Literal["no_one_else"], P0]
    safeguard_code: Annotated[Code, P0]
    from_id: Annotated[UUID | None, P0] = None
