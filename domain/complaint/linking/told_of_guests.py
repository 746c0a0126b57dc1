"""7.2, 7.3 What is told of somebody in their merged complaint holds where it goes on.

But not for whom it makes one with somebody there: of them it was told of their complaint alone.
"""

from collections.abc import Iterator, Mapping
from uuid import UUID

from domain.complaint.draft import Draft
from domain.complaint.events import PartyDetailsCorrected, RepresentativeAuthorised
from domain.complaint.linking.told_of_people import who_is_who
from domain.complaint.parties.identities import contact_of
from domain.complaint.state import Complaint
from domain.system_actors import SYSTEM


def authorise_where_merged(draft: Draft, authorised: RepresentativeAuthorised, cause: int) -> None:
    """Tell an authority wherever the complaint of whom it is for goes on."""
    agent = authorised.representative_party_id
    contact = authorised.representative or contact_of(draft.context.history, agent)
    for here, there, known in goes_on(draft, authorised.party_id):
        authorised = RepresentativeAuthorised(
            party_id=known[authorised.party_id],
            representative_party_id=known.get(agent) or draft.new_id("party"),
            authority_basis_code=authorised.authority_basis_code,
            valid_from_on=authorised.valid_from_on,
            valid_until_on=authorised.valid_until_on,
            from_id=here.complaint_id,
            own_party_id=agent,
            representative=contact,
        )
        agent = authorised.representative_party_id
        draft.add(authorised, to=there.complaint_id, actor=SYSTEM, caused_by=cause)


def correct_where_merged(draft: Draft, corrected: PartyDetailsCorrected, cause: int) -> None:
    """Tell what is right about somebody wherever their complaint goes on: letters go out there."""
    for here, there, known in goes_on(draft, corrected.party_id):
        update = {"party_id": known[corrected.party_id], "from_id": here.complaint_id}
        again = {**update, "settles_event_ids": None, "claimed": None}
        corrected = corrected.model_copy(update=again)
        draft.add(corrected, to=there.complaint_id, actor=SYSTEM, caused_by=cause)


def goes_on(
    draft: Draft, party_id: UUID
) -> Iterator[tuple[Complaint, Complaint, Mapping[UUID, UUID]]]:
    """A complaint after the one that it goes on in, with who of it is who there, for a person."""
    here = draft.complaint
    while here.merged_into is not None:
        there = draft.other(here.merged_into)
        pairs = who_is_who(there.absorbed[here.complaint_id], target=there, source=here)
        known = {own: new for new, own in pairs}
        if party_id not in known or not _came(there, known[party_id], here.complaint_id):
            return
        yield here, there, known
        here, party_id = there, known[party_id]


def _came(there: Complaint, party_id: UUID, from_id: UUID) -> bool:
    """Whether somebody is known there by a merger alone, or acts only for who is."""
    acting = {
        each.party_id for each in there.representations if each.representative_party_id == party_id
    }
    whose = {party_id} if party_id in there.parties else acting
    return all(there.parties[each].from_id == from_id for each in whose if each in there.parties)
