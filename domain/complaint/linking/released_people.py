"""7.3, 4.10 What is known of people who leave with an unmerged complaint goes with them."""

from collections.abc import Collection, Sequence
from uuid import UUID

from domain.complaint.draft import Draft
from domain.complaint.events import (
    ComplainantJoined,
    PartyDetailsCorrected,
    PersonalDataErased,
    RepresentativeAuthorised,
)
from domain.complaint.linking.merged_history import history_of, while_merged
from domain.complaint.linking.told_of_people import who_is_who
from domain.complaint.parties.identities import contact_of
from domain.complaint.state import Complaint
from domain.recorded import Recorded
from domain.system_actors import SYSTEM


def correct_as_there(draft: Draft, source_id: UUID, target: Complaint, cause: int) -> set[UUID]:
    """What was set right about somebody while they were in the target is right in their own too.

    Whoever it is not known of where they are in their own complaint, by their ids in the target.
    """
    left: set[UUID] = set()
    source = draft.other(source_id)
    for one in while_merged(draft, source, target):
        event = one.event
        if not isinstance(event, PartyDetailsCorrected) or event.from_id == source_id:
            continue
        own_id = _known_as(source, target, event.party_id)
        if own_id is None and _came(target, event, source_id):
            own_id = _own_id(draft, source, target, event.party_id)
        elif own_id is None:
            continue
        if own_id is None:
            left.add(event.party_id)
        elif event.values is not None:
            there = event.model_copy(update={"party_id": own_id, "settles_event_ids": None})
            draft.add(there, to=source_id, actor=SYSTEM, occurred=one.occurred, caused_by=cause)
    return left


def authorise_as_there(draft: Draft, source_id: UUID, target: Complaint, cause: int) -> None:
    """Who was authorised in the target alone, by somebody who came, acts in their own too."""
    source = draft.other(source_id)
    for acting in target.representations:
        agent, own_id = acting.representative_party_id, _known_as(source, target, acting.party_id)
        known = target.parties.get(acting.party_id)
        came = known is not None and known.from_id == source_id
        if acting.has_ended or not came or own_id is None or _known_as(source, target, agent):
            continue
        authorised = RepresentativeAuthorised(
            party_id=own_id,
            representative_party_id=draft.new_id("party"),
            authority_basis_code=acting.authority_basis_code,
            valid_from_on=acting.valid_from_on,
            valid_until_on=acting.valid_until_on,
            representative=contact_of(history_of(draft, target.complaint_id), agent),
        )
        draft.add(authorised, to=source_id, actor=SYSTEM, caused_by=cause)


def destroy_copies(draft: Draft, target_id: UUID, gone: Collection[UUID], cause: int) -> None:
    """Order the keys destroyed of what was copied of these people, and of who acts for them alone.

    Their own complaint has it all. A legal hold keeps the copies too.
    """
    target = draft.other(target_id)
    staying = {each.party_id for each in target.parties.values()} - set(gone)
    acting = target.representations
    for_others = {one.representative_party_id for one in acting if one.party_id in staying}
    agents = {one.representative_party_id for one in acting if one.party_id in gone} - for_others
    held = draft.context.keys_of.get(target_id, ())
    doomed = {one.key_id for one in held if one.party_id in {*gone, *agents}}
    if doomed and not target.holds:
        erased = PersonalDataErased(
            request_id=draft.new_id("request"),
            key_ids=tuple(sorted(doomed)),
            ground_code="released",
        )
        draft.add(erased, to=target_id, actor=SYSTEM, caused_by=cause)


def _came(target: Complaint, event: PartyDetailsCorrected, source_id: UUID) -> bool:
    known = target.parties.get(event.party_id)
    return known is not None and known.from_id == source_id


def _known_as(source: Complaint, target: Complaint, party_id: UUID) -> UUID | None:
    """Who somebody of the target is in the source, where the merger told it."""
    pairs = who_is_who(target.absorbed[source.complaint_id], target=target, source=source)
    return next((own for there, own in pairs if there == party_id), None)


def _own_id(draft: Draft, source: Complaint, target: Complaint, party_id: UUID) -> UUID | None:
    """Who somebody is in their own complaint: its only complainant, or the one known alike."""
    here = history_of(draft, source.complaint_id)
    present = [each.party_id for each in source.parties.values() if not each.has_left]
    if len(present) > 1:
        arrival = _as_they_came(history_of(draft, target.complaint_id), party_id)
        present = [
            each for each in present if arrival and contact_of(here, each) == arrival.complainant
        ]
    return present[0] if len(present) == 1 else None


def _as_they_came(history: Sequence[Recorded], party_id: UUID) -> ComplainantJoined | None:
    for one in history:
        if isinstance(one.event, ComplainantJoined) and one.event.party_id == party_id:
            return one.event
    return None
