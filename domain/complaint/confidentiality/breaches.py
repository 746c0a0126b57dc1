"""4.10 Breaches: personal data reached somebody who may not have it, and who was told of that."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from domain.complaint.acts import Act, check_not_in_the_future
from domain.complaint.confidentiality.disclosing import may_tend_personal_data
from domain.complaint.confidentiality.events import Classes
from domain.complaint.decider import Decider
from domain.complaint.draft import Draft
from domain.complaint.events import AuthorityNotified, DataBreachRecorded
from domain.errors import Refusal
from domain.roles import PRIVACY
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


def _record_breach(draft: Draft, command: RecordBreach) -> None:
    if command.contained_at is not None:
        contained = When(at=command.contained_at, zone=draft.zone)
        check_not_in_the_future(contained, draft.context.now)
    breach = DataBreachRecorded(
        breach_id=draft.new_id("breach"),
        class_codes=tuple(sorted(set(command.class_codes))),
        persons_count=command.persons_count,
        contained_at=command.contained_at,
        detail=command.detail,
        settles_event_ids=command.settles_event_ids or None,
    )
    draft.add(breach, of=command)


def _may_notify(draft: Draft) -> None:
    """Raises NotReceived, NotTheirRole; NoSuchBreach while none was recorded."""
    may_tend_personal_data(draft)
    if not draft.complaint.breaches:
        raise NoSuchBreach(complaint=draft.complaint.reference)


def _notify_authority(draft: Draft, command: NotifyAuthority) -> None:
    if command.breach_id not in draft.complaint.breaches:
        raise NoSuchBreach(breach_id=command.breach_id)
    notified = AuthorityNotified(
        breach_id=command.breach_id,
        authority_code=command.authority_code,
        ground_code=command.ground_code,
        settles_event_ids=command.settles_event_ids or None,
    )
    draft.add(notified, of=command)


record_breach = Decider(
    "record_breach",
    RecordBreach,
    _record_breach,
    clause="4.10",
    summary="Record that personal data reached somebody who may not have it",
    roles=PRIVACY,
    may=may_tend_personal_data,
)
"""Record a breach, in any state (4.10)."""

notify_authority = Decider(
    "notify_authority",
    NotifyAuthority,
    _notify_authority,
    clause="4.10",
    summary="Record that an authority was told of a breach, or why not",
    roles=PRIVACY,
    may=_may_notify,
)
"""Record that an authority was told of a breach, or why not (4.10)."""
