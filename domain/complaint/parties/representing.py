"""7.2 Representatives: who acts for a complainant, on what authority, and to whom letters go."""

from typing import Annotated, ClassVar, Literal
from uuid import UUID

from pydantic import Field

from domain.complaint.acts import Act, EnteredAct
from domain.complaint.decider import Decider
from domain.complaint.documents.attaching import check_attached
from domain.complaint.draft import Draft
from domain.complaint.events import RepresentationEnded, RepresentativeAuthorised
from domain.complaint.linking.brought_matter import listed
from domain.complaint.linking.told_of_guests import authorise_where_merged, goes_on
from domain.complaint.linking.told_of_people import OfMatter, OfMerged, tell_matter
from domain.complaint.parties.access import party_meant
from domain.complaint.parties.addressing import ContactTold, check_complainant, check_known
from domain.complaint.parties.departed import has_departed, is_erased
from domain.complaint.state import Complaint, Representation
from domain.errors import Refusal
from domain.roles import HANDLER, PARTY
from domain.values import Code, Day, Value

AS_STATED = "as_stated"
"""The basis of an authority for which nothing but the representative's word is at hand."""


class NotRepresented(Refusal, code="NotRepresented"):
    """A representation is to end that there is not."""

    clause = "7.2"
    rule = "nobody acts for this party"
    instead = "name a party who is represented"


class WhichParty(Refusal, code="WhichParty"):
    """Several parties are represented, and none was named."""

    clause = "7.2"
    rule = "several parties are represented"
    instead = "say for whom, in party_id"


class RepresentsThemselves(Refusal, code="RepresentsThemselves"):
    """A party would act for themselves by authority."""

    clause = "7.2"
    rule = "nobody needs authority to act for themselves"
    instead = "name another representative"


class PartIsOver(Refusal, code="PartIsOver"):
    """Somebody whose part in the complaint is over would come back under the same id."""

    clause = "4.10"
    rule = "a new authority comes with a new key, and the key of whose part is over stays ended"
    instead = (
        "leave representative_party_id out and give their contact: they get an id of their own"
    )


class AuthorityNeverLasts(Refusal, code="AuthorityNeverLasts"):
    """An authority ends before it begins."""

    clause = "7.2"
    rule = "an authority ends after it begins"
    instead = "give a later valid_until_on"


class Authority(Value):
    """Who acts for the complainant, and by what right; a document is not required."""

    contact: Annotated[
        ContactTold | None, Field(description="Who it is, and how to reach them")
    ] = None
    authority_basis_code: Annotated[
        Code, Field(description="Such as power_of_attorney or parental_responsibility")
    ] = AS_STATED
    document_id: UUID | None = None
    valid_from_on: Day | None = None
    valid_until_on: Day | None = None


class AuthoriseRepresentative(OfMerged, Authority):
    """Somebody may act for a party from now on."""

    NEEDS_HISTORY: ClassVar[bool] = True

    party_id: Annotated[
        UUID | None, Field(description="For whom; the complainant, unless told")
    ] = None
    representative_party_id: Annotated[
        UUID | None, Field(description="A party that is known already, such as a joint holder")
    ] = None


class EndRepresentation(EnteredAct, OfMatter):
    """Somebody acts for a party no more; letters go to the party, unless told."""

    party_id: Annotated[
        UUID | None, Field(description="For whom they acted; the only one, unless told")
    ] = None
    representative_party_id: Annotated[
        UUID | None, Field(description="Everybody who acted for the party, unless told")
    ] = None
    ground_code: Literal["revoked", "resigned", "expired", "refused", "principal_died"]
    correspondence_to: UUID | None = None


def authorise(
    draft: Draft, act: Act, authority: Authority, *, party_id: UUID, known: UUID | None = None
) -> RepresentativeAuthorised:
    """Record an authority. known: the representative, where they are a party already.

    Raises AuthorityNeverLasts, RepresentsThemselves.
    """
    starts, ends = authority.valid_from_on, authority.valid_until_on
    if starts and ends and ends < starts:
        raise AuthorityNeverLasts(valid_from_on=starts, valid_until_on=ends)
    if known == party_id:
        raise RepresentsThemselves(party_id=party_id)
    authorised = RepresentativeAuthorised(
        party_id=party_id,
        representative_party_id=known or draft.new_id("party"),
        authority_basis_code=authority.authority_basis_code,
        document_id=authority.document_id,
        valid_from_on=starts,
        valid_until_on=ends,
        representative=authority.contact,
        settles_event_ids=act.settles_event_ids or None,
    )
    draft.add(authorised, of=act)
    return authorised


def _authorise(draft: Draft, command: AuthoriseRepresentative) -> None:
    complaint = draft.complaint
    party_id = check_complainant(complaint, command.party_id or complaint.party_id)
    check_attached(complaint, command.document_id)
    known = command.representative_party_id
    if known is not None:
        check_known(complaint, known)
        if is_erased(complaint, known) or has_departed(complaint, known, on=draft.now.day):
            raise PartIsOver(complaint=complaint.reference, representative_party_id=known)
    cause = len(draft.facts)
    authorised = authorise(draft, command, command, party_id=party_id, known=known)
    authorise_where_merged(draft, authorised, cause)


def in_force(complaint: Complaint) -> list[Representation]:
    """The representations that nobody ended, whether they cover the day or not."""
    return [each for each in complaint.representations if not each.has_ended]


def _may_end(draft: Draft) -> None:
    complaint = draft.complaint
    if not in_force(complaint) and not any(
        _is_represented_on(draft, each) for each in complaint.parties
    ):
        raise NotRepresented(complaint=complaint.reference)


def _is_represented_on(draft: Draft, party_id: UUID) -> bool:
    """Whether somebody acts for them where their complaint goes on."""
    for _, there, known in goes_on(draft, party_id):
        party_id = known[party_id]
        if any(each.party_id == party_id for each in in_force(there)):
            return True
    return False


def _end(draft: Draft, command: EndRepresentation) -> None:
    complaint = draft.complaint
    party_id = _represented(draft, command)
    representation_ended = RepresentationEnded(
        party_id=party_id,
        ground_code=command.ground_code,
        correspondence_to=check_known(complaint, command.correspondence_to or party_id),
        representative_party_id=_representative(draft, command),
        settles_event_ids=command.settles_event_ids or None,
    )
    cause = len(draft.facts)
    draft.add(representation_ended, of=command)
    tell_matter(draft, representation_ended, cause)


def _represented(draft: Draft, command: EndRepresentation) -> UUID:
    """For whom an authority ends, here or where it goes on; whoever acts ends only their own."""
    complaint, actor = draft.complaint, draft.actor
    party_id, representative = command.party_id, _representative(draft, command)
    if actor.id in complaint.parties:
        party_id = party_meant(complaint, actor, party_id)
    found = [
        each
        for each in in_force(complaint)
        if party_id in (None, each.party_id)
        and representative in (None, each.representative_party_id)
    ]
    person = party_id or complaint.party_id
    if not found and person and representative is None and _is_represented_on(draft, person):
        return person
    if not found:
        raise NotRepresented(complaint=complaint.reference, party_id=party_id)
    (first, *others) = {each.party_id for each in found}
    if others:
        raise WhichParty(represented=listed(complaint, [first, *others]))
    return first


def _representative(draft: Draft, command: EndRepresentation) -> UUID | None:
    if draft.actor.kind != "party" or draft.actor.id in draft.complaint.parties:
        return command.representative_party_id
    return party_meant(draft.complaint, draft.actor, command.representative_party_id)


authorise_representative = Decider(
    "authorise_representative",
    AuthoriseRepresentative,
    _authorise,
    clause="7.2",
    summary="Record that somebody may act for a party",
)
"""Record that somebody may act for a party, in any state (7.2)."""

end_representation = Decider(
    "end_representation",
    EndRepresentation,
    _end,
    clause="7.2",
    summary="Record that somebody acts for a party no more",
    roles=HANDLER | PARTY,
    may=_may_end,
)
"""Record that somebody acts for a party no more, in any state (7.2).

In a merged complaint also who was authorised only where it goes on.
"""
