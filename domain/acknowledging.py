"""7.4 Acknowledgement: the complainant is told at once that the complaint has arrived."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from domain.acts import Act
from domain.addressing import addressee
from domain.codes import check_codes
from domain.deed import Decision, Deed
from domain.errors import Refusal
from domain.events import ComplaintAcknowledged, Recourse
from domain.excluding import check_names_outside
from domain.values import Code


class AlreadyAcknowledged(Refusal):
    """A second acknowledgement of the same attempt."""

    clause = "7.4"
    rule = "a complaint is acknowledged once in each stage and round"
    instead = "record a contact, if the complainant was told more"


class Acknowledge(Act):
    """The complainant was told that the complaint is received, and whom to ask."""

    channel_code: Annotated[Code | None, Field(description="The way it came, unless told")] = None
    to_party_id: UUID | None = None
    contact_point_code: Annotated[
        Code | None, Field(description="The policy's contact point, unless told")
    ] = None
    recourse: Annotated[tuple[Recourse, ...], Field(description="Ways that are open already")] = ()


def _may_acknowledge(deed: Deed) -> None:
    complaint = deed.require_open()
    if complaint.is_acknowledged:
        raise AlreadyAcknowledged(stage=complaint.stage, round=complaint.round)


def _acknowledge(deed: Deed, command: Acknowledge) -> None:
    complaint, policy = deed.complaint, deed.situation.policy
    check_names_outside(deed, command.recourse)
    if command.channel_code:
        check_codes(policy, "channels", [command.channel_code])
    acknowledged = ComplaintAcknowledged(
        stage=complaint.stage,
        round=complaint.round,
        channel_code=command.channel_code or complaint.channel_code,
        to_party_id=addressee(deed, command.to_party_id),
        contact_point_code=command.contact_point_code or policy.contact_point_code,
        recourse=command.recourse or None,
        settles_event_ids=command.settles_event_ids or None,
    )
    deed.add(acknowledged, of=command)


acknowledge = Decision(
    "acknowledge", Acknowledge, _acknowledge, may=_may_acknowledge, is_for_conflicted=True
)
"""Record the acknowledgement (7.4).

Raises HasEnded, AlreadyAcknowledged, WithoutAuthority, OutsideNotNamed, UnknownCode.
"""
