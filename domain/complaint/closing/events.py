"""The facts of recourse, closing and taking up again (ISO 10002:2018, 7.9)."""

from typing import Annotated, ClassVar, Literal
from uuid import UUID

from pydantic import Field

from domain.complaint.authority.events import UnderApproval
from domain.complaint.lifecycle import State
from domain.complaint.parts import Ids, Recourse, SomeIds
from domain.event import DomainEvent, OutsideEvent
from domain.privacy import P0
from domain.values import Code


class RecourseOffered(DomainEvent):
    """The complainant was told of the ways that remain open (7.9)."""

    TYPE: ClassVar[str] = "RecourseOffered"

    recourse: Annotated[tuple[Recourse, ...], P0, Field(min_length=1)]


class RecourseDeclined(OutsideEvent):
    """The complainant does not take up a way that is open (7.9).

    counts_in_id: as in DecisionAccepted.
    """

    TYPE: ClassVar[str] = "RecourseDeclined"

    kind: Annotated[Literal["internal", "external", "court"], P0]
    means_code: Annotated[Code, P0]
    counts_in_id: Annotated[UUID | None, P0] = None


class RecourseExhausted(UnderApproval):
    """No reasonable way remains open to the complainant (7.9)."""

    TYPE: ClassVar[str] = "RecourseExhausted"

    ground_code: Annotated[Literal["window_lapsed", "all_used", "none_available"], P0]


class ComplaintClosed(UnderApproval):
    """The complaint was closed, and on which basis (7.9)."""

    TYPE: ClassVar[str] = "ComplaintClosed"

    basis_code: Annotated[
        Literal[
            "accepted_and_carried_out",
            "accepted_with_tracked_commitments",
            "no_reply",
            "recourse_exhausted",
            "determination_implemented",
            "discontinued",
        ],
        P0,
    ]
    ground_code: Annotated[Code | None, P0] = None
    outstanding_remedy_ids: Annotated[Ids, P0] = ()


class ComplaintWithdrawn(OutsideEvent):
    """The complainant withdrew the complaint (7.9).

    others_remain: there are complainants for whom this was not said; then the complaint goes on.
    lacks_authority: as in DecisionAccepted.
    """

    TYPE: ClassVar[str] = "ComplaintWithdrawn"

    party_id: Annotated[UUID | None, P0] = None
    means_code: Annotated[Code, P0]
    ground_code: Annotated[Code, P0]
    is_continued_internally: Annotated[bool, P0]
    others_remain: Annotated[Literal[True] | None, P0] = None
    lacks_authority: Annotated[Literal[True] | None, P0] = None


class ComplaintReopened(DomainEvent):
    """An ended complaint was taken up again (7.9)."""

    TYPE: ClassVar[str] = "ComplaintReopened"

    ground_code: Annotated[
        Literal[
            "new_evidence",
            "external_instruction",
            "complainant_dissatisfied",
            "remedy_not_delivered",
            "closed_in_error",
            "scope_challenged",
        ],
        P0,
    ]
    reopen_no: Annotated[int, P0]
    issue_ids: Annotated[SomeIds, P0]
    from_state: Annotated[State, P0]
    resumes_in_state: Annotated[State, P0]
