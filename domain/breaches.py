"""4.10 Breaches: personal data reached somebody who may not have it, and who was told of that."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from domain.acts import Act, check_not_in_the_future
from domain.deed import Decision, Deed
from domain.disclosing import may_tend_personal_data
from domain.errors import Refusal
from domain.events import AuthorityNotified, DataBreachRecorded
from domain.events.records import Classes
from domain.values import Code, Instant, VisibleText, When


class NoSuchBreach(Refusal, code="NoSuchBreach"):
    """An authority was told of a breach that nobody recorded."""

    clause = "4.10"
    rule = "no such breach was recorded in this complaint"
    instead = "record the breach first, and name it"


class RecordBreach(Act):
    """Personal data of this complaint reached somebody who may not have it."""

    class_codes: Annotated[Classes, Field(description="P2 identity, P3 text, P4 special category")]
    persons_count: Annotated[int, Field(ge=1, description="How many persons the data is about")] = 1
    contained_at: Annotated[Instant | None, Field(description="When it was brought to an end")] = (
        None
    )
    detail: Annotated[VisibleText | None, Field(description="What happened")] = None


class NotifyAuthority(Act):
    """An authority was told of a breach, or it was decided why it need not be."""

    breach_id: UUID
    authority_code: Code
    ground_code: Annotated[Code, Field(description="Such as high_risk or risk_unlikely")]


def _record_breach(deed: Deed, command: RecordBreach) -> None:
    if command.contained_at is not None:
        contained = When(at=command.contained_at, zone=deed.zone)
        check_not_in_the_future(contained, deed.situation.now)
    breach = DataBreachRecorded(
        breach_id=deed.new_id("breach"),
        class_codes=tuple(sorted(set(command.class_codes))),
        persons_count=command.persons_count,
        contained_at=command.contained_at,
        detail=command.detail,
        settles_event_ids=command.settles_event_ids or None,
    )
    deed.add(breach, of=command)


def _may_notify(deed: Deed) -> None:
    """Raises NotReceived, NotTheirRole; NoSuchBreach while none was recorded."""
    may_tend_personal_data(deed)
    if not deed.complaint.breaches:
        raise NoSuchBreach(complaint=deed.complaint.reference)


def _notify_authority(deed: Deed, command: NotifyAuthority) -> None:
    if command.breach_id not in deed.complaint.breaches:
        raise NoSuchBreach(breach_id=command.breach_id)
    notified = AuthorityNotified(
        breach_id=command.breach_id,
        authority_code=command.authority_code,
        ground_code=command.ground_code,
        settles_event_ids=command.settles_event_ids or None,
    )
    deed.add(notified, of=command)


record_breach = Decision("record_breach", RecordBreach, _record_breach, may=may_tend_personal_data)
"""Record a breach, in any state (4.10). Raises NotReceived, NotTheirRole, InTheFuture."""

notify_authority = Decision("notify_authority", NotifyAuthority, _notify_authority, may=_may_notify)
"""Record that an authority was told of a breach, or why not (4.10).

Raises NotReceived, NotTheirRole, NoSuchBreach.
"""
