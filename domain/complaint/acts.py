"""What every act of staff, or of somebody outside, says of itself, and when it can have been."""

from datetime import datetime, timedelta
from typing import Annotated, ClassVar
from uuid import UUID

from pydantic import Field

from domain.complaint.linking.brought_matter import received_by
from domain.complaint.parts import Ids
from domain.complaint.state import Complaint
from domain.decision_context import Command
from domain.errors import Refusal
from domain.event import DomainEvent, OutsideEvent
from domain.policy import Policy
from domain.values import When

CLOCK_SKEW = timedelta(minutes=5)


class InTheFuture(Refusal, code="InTheFuture"):
    """A time that has not come yet."""

    clause = "7.3"
    rule = "nothing is recorded before it happens"
    instead = "give the time at which it happened"


class BeforeReceipt(Refusal, code="BeforeReceipt"):
    """An act of staff before the complaint reached the organisation."""

    clause = "7.3"
    rule = "an act of staff lies at or after the receipt"
    instead = "give the time at which it happened, or correct the receipt"


class TimeUnknown(Refusal, code="TimeUnknown"):
    """Staff do not know when they acted."""

    clause = "7.3"
    rule = "an act of staff has a time"
    instead = "give the day, if the hour is not known"


class NothingToSettle(Refusal, code="NothingToSettle"):
    """A fact was named that does not await a decision."""

    clause = "7.9"
    rule = "only an outside fact that awaits a decision can be settled"
    instead = "leave settles_event_ids out, or name the facts that need a decision"


class Approvable(Command):
    """What may take a second person where staff say it.

    ALSO_APPROVE: the roles that may approve it beside the policy's approving ones.
    KEEPS_ITS_TIME: it counts from when it is said to have been, whenever approved.
    """

    ALSO_APPROVE: ClassVar[tuple[str, ...]] = ()
    KEEPS_ITS_TIME: ClassVar[bool] = False

    occurred: Annotated[When | None, Field(description="When it happened; now, unless told")] = None
    entered_from: Annotated[
        UUID | None, Field(description="The event or document that proves it")
    ] = None

    @classmethod
    def approving_roles(cls, policy: Policy) -> tuple[str, ...]:
        """The roles that may approve it, where it takes a second person."""
        return tuple(dict.fromkeys((*policy.separation.approver_roles, *cls.ALSO_APPROVE)))


class Act(Approvable):
    """An act of staff."""

    settles_event_ids: Annotated[
        Ids, Field(description="The outside facts awaiting a decision that this settles")
    ] = ()


class EnteredAct(Act):
    """What staff enter although somebody outside did it: when that was is not theirs to choose."""


class OutsideAct(Approvable):
    """What somebody outside did: it is recorded in whatever state the complaint is."""

    KEEPS_ITS_TIME: ClassVar[bool] = True

    party_id: Annotated[
        UUID | None, Field(description="Who did it; the complainant, unless told")
    ] = None


class BodyAct(Command):
    """What a body outside did: it is recorded in whatever state the complaint is."""

    occurred: Annotated[When | None, Field(description="When it happened; now, unless told")] = None
    entered_from: Annotated[
        UUID | None, Field(description="The event or document that proves it")
    ] = None
    referral_id: Annotated[UUID | None, Field(description="The only one, unless told")] = None

    @property
    def proof(self) -> Act:
        """What proves it, on behalf of nobody."""
        return Act(entered_from=self.entered_from)


def check_act(command: Act, complaint: Complaint | None, *, occurred: When, now: datetime) -> None:
    """Refuse an act of staff at an impossible time, or that settles what needs no decision.

    complaint: None for a receipt, which may lie in the past. Raises InTheFuture, TimeUnknown,
    BeforeReceipt, NothingToSettle.
    """
    if complaint is None:
        check_not_in_the_future(occurred, now)
    elif not isinstance(command, EnteredAct):
        received = received_by(complaint, getattr(command, "to_party_id", None), occurred.day)
        check_time_of_act(complaint, occurred=occurred, now=now, received=received)
    undecided = complaint.undecided if complaint else ()
    if stray := set(command.settles_event_ids) - set(undecided):
        raise NothingToSettle(event_ids=", ".join(sorted(map(str, stray))))


def check_time_of_act(
    complaint: Complaint, *, occurred: When, now: datetime, received: When | None = None
) -> None:
    """Refuse a time at which staff cannot have acted on the complaint (invariant 2).

    received: of what the act is about, where that is one person's own complaint. Raises
    InTheFuture, TimeUnknown, BeforeReceipt.
    """
    check_not_in_the_future(occurred, now)
    if occurred.latest is None:
        raise TimeUnknown(complaint=complaint.reference)
    received = received or complaint.received
    if _is_before(received, occurred):
        raise BeforeReceipt(occurred=occurred.day, received=received.day)


def check_not_in_the_future(occurred: When, now: datetime) -> None:
    """Refuse a time that has not come, five minutes of clock skew aside. Raises InTheFuture."""
    if is_in_the_future(occurred, now):
        raise InTheFuture(occurred=occurred.earliest, now=now)


def doubted(
    event: DomainEvent, complaint: Complaint | None, occurred: When, now: datetime
) -> DomainEvent:
    """The fact; marked, if somebody outside cannot well have done it then (invariant 2)."""
    if complaint is None or not isinstance(event, OutsideEvent):
        return event
    if is_before_receipt(complaint, occurred) or is_in_the_future(occurred, now):
        return event.model_copy(update={"is_time_doubtful": True})
    return event


def is_in_the_future(occurred: When, now: datetime) -> bool:
    """Whether a time has not come, five minutes of clock skew aside; an unknown one has."""
    return occurred.earliest is not None and occurred.earliest > now + CLOCK_SKEW


def is_before_receipt(complaint: Complaint, occurred: When) -> bool:
    """Whether a time is over before the complaint reached the organisation, as far as known."""
    return _is_before(complaint.received, occurred)


def _is_before(received: When, occurred: When) -> bool:
    begins, latest = received.earliest, occurred.latest
    return begins is not None and latest is not None and latest < begins
