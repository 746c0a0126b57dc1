"""Which earlier fact an act of staff follows, and that it does not lie before it (invariant 2).

What moves a complaint follows the fact by which it came into its state; what belongs to an attempt
at an answer follows the fact that began it; what is about one thing follows what that thing came
from. All else may be entered late, whatever was entered before it.
"""

from collections.abc import Iterator, Mapping
from uuid import UUID

from domain.complaint.events import (
    ActionCompleted,
    ActionEffectVerified,
    ActionPlanned,
    ApprovalRefused,
    ApprovalRequested,
    ApprovalWithdrawn,
    AuthorityNotified,
    ComplaintAssessed,
    ComplaintAssigned,
    ComplaintClosed,
    ComplaintDeclaredOutOfScope,
    ComplaintForwarded,
    ComplaintLinked,
    ComplaintUnassigned,
    ComplaintUnlinked,
    DataBreachRecorded,
    DeadlineCancelled,
    DeadlineExtended,
    DeadlineResumed,
    DecisionApproved,
    DecisionProposed,
    DecisionReturned,
    DecisionSetAside,
    DeterminationAnswered,
    ErasureApproved,
    ErasureDeferred,
    ErasureRequested,
    ExclusionAccepted,
    ExternalDeterminationReceived,
    HandlingResumed,
    HandlingSuspended,
    IssueDeclaredOutOfScope,
    IssueReclassified,
    LegalHoldPlaced,
    LegalHoldReleased,
    PersonalDataErased,
    ProductRecorded,
    RecordCorrected,
    RecordRefused,
    RecordRequested,
    RecordSupplied,
    RecourseExhausted,
    RemedyAccepted,
    RemedyFailed,
    RemedyFulfilled,
    RemedyOffered,
    RemedyRevoked,
    ResponseSent,
    SealedContentRemoved,
    StaffExcluded,
)
from domain.complaint.moment import ATTEMPT, STATE
from domain.complaint.moments_fold import OF_THINGS
from domain.complaint.reckoning import is_before, placed
from domain.complaint.state import Complaint
from domain.errors import Refusal
from domain.event import DomainEvent, OutsideEvent
from domain.recorded import Recorded
from domain.values import When

FOLLOWS: Mapping[type[DomainEvent], tuple[type[DomainEvent], ...]] = {
    ActionCompleted: (ActionPlanned,),
    ActionEffectVerified: (ActionCompleted,),
    ApprovalRefused: (ApprovalRequested,),
    ApprovalWithdrawn: (ApprovalRequested,),
    AuthorityNotified: (DataBreachRecorded,),
    ComplaintClosed: (ApprovalRequested,),
    ComplaintDeclaredOutOfScope: (ApprovalRequested,),
    ComplaintUnassigned: (ComplaintAssigned,),
    ComplaintUnlinked: (ComplaintLinked,),
    DeadlineCancelled: (ApprovalRequested,),
    DeadlineExtended: (ApprovalRequested,),
    DecisionApproved: (DecisionProposed,),
    DecisionReturned: (DecisionProposed,),
    DecisionSetAside: (ApprovalRequested,),
    DeterminationAnswered: (ExternalDeterminationReceived,),
    ErasureApproved: (ErasureRequested,),
    ErasureDeferred: (ErasureRequested,),
    ExclusionAccepted: (StaffExcluded,),
    HandlingResumed: (HandlingSuspended,),
    IssueDeclaredOutOfScope: (ApprovalRequested,),
    LegalHoldReleased: (LegalHoldPlaced,),
    PersonalDataErased: (ErasureApproved,),
    RecordCorrected: (ApprovalRequested,),
    RecordRefused: (RecordRequested,),
    RecordSupplied: (RecordRequested,),
    RecourseExhausted: (ResponseSent,),
    RemedyFailed: (RemedyOffered, RemedyAccepted),
    RemedyFulfilled: (RemedyOffered, RemedyAccepted),
    RemedyRevoked: (RemedyOffered,),
    ResponseSent: (DecisionProposed, DecisionApproved),
    SealedContentRemoved: (ApprovalRequested,),
    StaffExcluded: (ApprovalRequested,),
    RemedyOffered: (ApprovalRequested,),
    ProductRecorded: (ApprovalRequested,),
    IssueReclassified: (ApprovalRequested,),
    ComplaintForwarded: (ApprovalRequested,),
    ComplaintAssessed: (ApprovalRequested,),
}
"""What came before, of the same thing: both name it in a field of one name, if they name any."""


class BeforeWhatItFollows(Refusal, code="BeforeWhatItFollows"):
    """An act of staff before the fact that it follows."""

    clause = "7.3"
    rule = "an act of staff does not lie before the fact that it follows"
    instead = "give the time at which it happened, or correct the time of that fact first"


def check_follows(
    before: Complaint | None, after: Complaint, recorded: Recorded, zone: str
) -> None:
    """Refuse an act of staff that lies before what it follows. Raises BeforeWhatItFollows.

    before: None for a receipt, which follows nothing.
    """
    if before is None or _is_outsiders(recorded.event):
        return
    occurred = placed(recorded.occurred, zone)
    for type_, when in followed(before, after, recorded.event):
        if not occurred.unknown and is_before(occurred, when):
            raise BeforeWhatItFollows(
                occurred=occurred.at or occurred.on, follows=type_, of=when.at or when.on
            )


def _is_outsiders(event: DomainEvent) -> bool:
    is_ours = isinstance(event, DeterminationAnswered) and event.by == "organisation"
    return isinstance(event, OutsideEvent) and not is_ours


def _named(event: DomainEvent, kind: type[DomainEvent]) -> UUID | None:
    field = OF_THINGS[kind]
    named: UUID | None = getattr(event, field) if field else None
    return named


def followed(before: Complaint, after: Complaint, event: DomainEvent) -> Iterator[tuple[str, When]]:
    """The facts that this one follows, by their types, and when each happened as it counts."""
    keys = [(kind.TYPE, _named(event, kind)) for kind in FOLLOWS.get(type(event), ())]
    if before.state != after.state:
        keys.append((STATE, None))
    if hasattr(event, "stage") and not getattr(event, "is_for_party_alone", None):
        keys.append((ATTEMPT, None))
    for key in keys:
        if moment := before.moments.get(key):
            yield moment.type, moment.when
    if isinstance(event, DeadlineResumed):
        for one in event.deadlines:
            deadline = before.deadlines.get(one.deadline_id)
            if deadline and deadline.paused and deadline.paused != deadline.came:
                yield "DeadlinePaused", deadline.paused
