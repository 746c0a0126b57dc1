"""7.4 Acknowledgement: the complainant is told at once that the complaint has arrived."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from domain.codes import check_codes
from domain.complaint.acts import Act
from domain.complaint.decider import Decider
from domain.complaint.draft import Draft
from domain.complaint.events import ComplaintAcknowledged, Recourse
from domain.complaint.linking.brought_matter import joint_unacknowledged, listed, unacknowledged
from domain.complaint.linking.kept_informed import is_beside
from domain.complaint.objectivity.excluding import check_names_outside
from domain.complaint.parties.addressing import addressee, is_told_alone, meant
from domain.complaint.state import Complaint, PartyState
from domain.errors import Refusal
from domain.values import Code


class AlreadyAcknowledged(Refusal, code="AlreadyAcknowledged"):
    """A second acknowledgement of the same attempt."""

    clause = "7.4"
    rule = "a complaint is acknowledged once in each stage and round"
    instead = "record a contact, if the complainant was told more"

    def __init__(self, **values: object) -> None:
        named = f"name in to_party_id who was not told yet: {values.get('waiting')}"
        super().__init__(instead=named if values.get("waiting") else None, **values)


def _already(complaint: Complaint) -> AlreadyAcknowledged:
    people = [*unacknowledged(complaint), *_joined_later(complaint)]
    waiting = listed(complaint, [each.party_id for each in people])
    found = {"waiting": waiting} if waiting else {}
    return AlreadyAcknowledged(stage=complaint.stage, round=complaint.round, **found)


class Acknowledge(Act):
    """The complainant was told that the complaint is received, and whom to ask."""

    channel_code: Annotated[Code | None, Field(description="The way it came, unless told")] = None
    to_party_id: UUID | None = None
    contact_point_code: Annotated[
        Code | None, Field(description="The policy's contact point, unless told")
    ] = None
    recourse: Annotated[tuple[Recourse, ...], Field(description="Ways that are open already")] = ()


def _may_acknowledge(draft: Draft) -> None:
    complaint = draft.require_open()
    if complaint.is_acknowledged and not (unacknowledged(complaint) or _joined_later(complaint)):
        raise _already(complaint)


def _acknowledge(draft: Draft, command: Acknowledge) -> None:
    complaint, policy = draft.complaint, draft.context.policy
    check_names_outside(draft, command.recourse)
    if command.channel_code:
        check_codes(policy, "channels", [command.channel_code])
    named = meant(complaint, command.to_party_id, unacknowledged(complaint))
    to_party_id = addressee(draft, named)
    waiting = None if complaint.is_acknowledged else unacknowledged(complaint)
    is_of_merged = is_told_alone(draft, named, waiting)
    people = complaint.acts_for(to_party_id, draft.occurred.day)
    is_alone = is_of_merged or _is_later(draft, named) or is_beside(complaint, people)
    is_known_so = complaint.is_acknowledged or is_of_merged
    if is_known_so and not (is_alone and _is_awaited(draft, to_party_id)):
        raise _already(complaint)
    acknowledged = ComplaintAcknowledged(
        stage=complaint.stage,
        round=complaint.round,
        channel_code=command.channel_code or complaint.channel_code,
        to_party_id=to_party_id,
        is_for_party_alone=True if is_alone else None,
        contact_point_code=command.contact_point_code or policy.contact_point_code,
        recourse=command.recourse or None,
        settles_event_ids=command.settles_event_ids or None,
    )
    draft.add(acknowledged, of=command)


def _is_awaited(draft: Draft, party_id: UUID | None) -> bool:
    """Whether somebody for whom this party acts was not told yet that it is received."""
    principals = draft.complaint.acts_for(party_id, draft.occurred.day)
    waiting = [*unacknowledged(draft.complaint), *_joined_later(draft.complaint)]
    return any(each.party_id in principals for each in waiting)


def _is_later(draft: Draft, party_id: UUID | None) -> bool:
    """Whether this party is named who joined, and the others were told before."""
    later = {each.party_id for each in _joined_later(draft.complaint)}
    principals = draft.complaint.acts_for(party_id, draft.occurred.day) if party_id else ()
    return draft.complaint.is_acknowledged and bool(principals) and later.issuperset(principals)


def _joined_later(complaint: Complaint) -> list[PartyState]:
    """Complainants who were never told by themselves that it is received; the first, if others."""
    waiting = joint_unacknowledged(complaint)
    return [
        each
        for each in complaint.parties.values()
        if (each.party_id != complaint.party_id or each in waiting)
        and not (each.from_id or each.has_left or each.acknowledged)
    ]


acknowledge = Decider(
    "acknowledge",
    Acknowledge,
    _acknowledge,
    clause="7.4",
    summary="Record that the complainant was told of the receipt",
    may=_may_acknowledge,
    is_for_conflicted=True,
)
"""Record the acknowledgement (7.4); who came with a merger, or need not agree, is told alone."""
