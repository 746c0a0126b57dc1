"""7.3 People whose complaint goes on in another: they join it, with what is owed to each."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from domain.complaint.deadlines.carry_over import (
    CARRIED,
    as_work_goes_on,
    held_of,
    of_parties,
    of_the_whole,
)
from domain.complaint.deadlines.setting import OWED_TO_A_PERSON
from domain.complaint.draft import Draft
from domain.complaint.events import (
    About,
    ComplainantJoined,
    ConsentRecorded,
    RepresentativeAuthorised,
)
from domain.complaint.linking.events import MergeGround
from domain.complaint.linking.moved_deadlines import set_as_it_stands
from domain.complaint.linking.told_of_people import parted_as
from domain.complaint.parties.identities import are_known_as_one, are_told_apart, contact_of
from domain.complaint.parties.joining import kind_of
from domain.complaint.parts import CameAs
from domain.complaint.state import Complaint, DeadlineState, IssueState, PartyState
from domain.errors import Refusal
from domain.recorded import Recorded


class NotTheSameComplainant(Refusal, code="NotTheSameComplainant"):
    """Two people are said to be one."""

    clause = "7.3"
    rule = "what is known of the two complainants shows different people"
    instead = (
        "give the ground represented_group, so that each is answered; or correct the details first"
    )


@dataclass(frozen=True, slots=True)
class People:
    """Who the complainants of one complaint are in the other.

    known: the party there of each party here. joining: those of them who are not there yet.
    acting: the party there of each who acts for one of them here, as far as they are known there.
    """

    known: Mapping[UUID, UUID]
    joining: Mapping[UUID, UUID]
    acting: Mapping[UUID, UUID]

    @property
    def came(self) -> tuple[CameAs, ...]:
        """Who of here is who there."""
        every = {**self.acting, **self.known}
        return tuple(CameAs(own_party_id=old, party_id=new) for old, new in every.items())

    def owners(
        self, issue: IssueState, source: Complaint, target: Complaint
    ) -> tuple[UUID, ...] | None:
        """Whose point an issue of the source is there; None for the target's own complainants."""
        here = issue.told.party_ids or [
            each.party_id for each in source.parties.values() if each.from_id is None
        ]
        there = tuple(self.known[each] for each in here if each in self.known)
        own = {each.party_id for each in target.parties.values() if each.from_id is None}
        return there if set(there) - own else None


def people_of(
    draft: Draft, source: Complaint, target: Complaint, ground_code: MergeGround
) -> People:
    """Who is who, as far as it is known. Raises NotTheSameComplainant."""
    here = draft.context.history
    there = draft.context.histories.get(target.complaint_id, ())
    first = source.party_id if ground_code == "same_complainant" else None
    contacts = {each.party_id: contact_of(there, each.party_id) for each in _present(target)}
    parted = parted_as(source, target)
    known: dict[UUID, UUID] = {}
    joining: dict[UUID, UUID] = {}
    for party in _present(source):
        contact = contact_of(here, party.party_id)
        if party.party_id == first and target.party_id in contacts:
            if are_told_apart(contact, contacts[target.party_id]):
                raise NotTheSameComplainant(here=source.reference, there=target.reference)
            known[party.party_id] = target.party_id
            continue
        alike = [one for one in (parted.get(party.party_id),) if one in contacts] or [
            one for one, other in contacts.items() if are_known_as_one(contact, other)
        ]
        known[party.party_id] = alike[0] if alike else draft.new_id("party")
        if not alike:
            joining[party.party_id] = known[party.party_id]
    return People(known, joining, _acting_there(draft, source, target, joining))


def _acting_there(
    draft: Draft, source: Complaint, target: Complaint, joining: Mapping[UUID, UUID]
) -> dict[UUID, UUID]:
    """Who acts for somebody that joins comes along; another may act there already."""
    here = draft.context.history
    there = draft.context.histories.get(target.complaint_id, ())
    found: dict[UUID, UUID] = {}
    for acting in source.representations:
        old = acting.representative_party_id
        if not acting.has_ended and acting.party_id in joining:
            found[old] = found.get(old) or draft.new_id("party")
            continue
        for one in target.representations:
            new = one.representative_party_id
            if are_known_as_one(contact_of(here, old), contact_of(there, new)):
                found.setdefault(old, new)
    return found


def _present(complaint: Complaint) -> list[PartyState]:
    return [each for each in complaint.parties.values() if not each.has_left]


def let_them_join(
    draft: Draft, source: Complaint, target: Complaint, people: People, cause: int
) -> None:
    """Those who are not there yet join, with who acts for them and what they consent to."""
    joining = people.joining
    for event in (
        *_joined(draft, source, joining),
        *_acting(draft, source, people),
        *_consenting(source, joining),
        *_refusing(draft, source, target, people),
    ):
        draft.add(event, to=target.complaint_id, caused_by=cause)


def _joined(
    draft: Draft, source: Complaint, joining: Mapping[UUID, UUID]
) -> Iterator[ComplainantJoined]:
    for old, new in joining.items():
        contact = contact_of(draft.context.history, old)
        yield ComplainantJoined(
            party_id=new,
            kind=kind_of(contact),
            must_agree=source.parties[old].must_agree,
            from_id=source.complaint_id,
            own_reference=source.parties[old].reference or source.reference,
            received=source.parties[old].received or source.received,
            acknowledged=source.parties[old].acknowledged if source.parties[old].from_id else None,
            complainant=contact,
        )


def _acting(draft: Draft, source: Complaint, people: People) -> Iterator[RepresentativeAuthorised]:
    for acting in source.representations:
        old = acting.representative_party_id
        if acting.has_ended or acting.party_id not in people.joining:
            continue
        yield RepresentativeAuthorised(
            party_id=people.joining[acting.party_id],
            representative_party_id=people.acting[old],
            authority_basis_code=acting.authority_basis_code,
            valid_from_on=acting.valid_from_on,
            valid_until_on=acting.valid_until_on,
            representative=contact_of(draft.context.history, old),
        )


def _consenting(source: Complaint, joining: Mapping[UUID, UUID]) -> Iterator[ConsentRecorded]:
    for each in source.consents.values():
        if each.party_id in joining:
            yield ConsentRecorded(
                consent_id=each.consent_id,
                purpose_code=each.purpose_code,
                is_given=each.is_given,
                party_id=joining[each.party_id],
            )


def _refusing(
    draft: Draft, source: Complaint, target: Complaint, people: People
) -> Iterator[ConsentRecorded]:
    """What somebody who is there already refused last; what they let be done was of the other."""
    there = draft.context.histories.get(target.complaint_id, ())
    for each in source.consents.values():
        party_id = people.known.get(each.party_id)
        if each.is_given or party_id is None or each.party_id in people.joining:
            continue
        refused = _told_at(draft.context.history, each.party_id, each.purpose_code)
        if refused > _told_at(there, party_id, each.purpose_code):
            yield ConsentRecorded(
                consent_id=each.consent_id,
                purpose_code=each.purpose_code,
                is_given=False,
                party_id=party_id,
                from_id=source.complaint_id,
            )


def _told_at(history: Sequence[Recorded], party_id: UUID, purpose_code: str) -> datetime:
    """When somebody said last whether they consent; for ever ago, where they never did."""
    times = [
        one.recorded_at
        for one in history
        if isinstance(one.event, ConsentRecorded)
        and (one.event.party_id, one.event.purpose_code) == (party_id, purpose_code)
    ]
    return max(times, default=datetime.min.replace(tzinfo=UTC))


def carry_what_is_owed(
    draft: Draft, source: Complaint, target: Complaint, people: People, cause: int
) -> None:
    """What is due to a person of the source stays due to them in the target."""
    own = {each.party_id for each in target.parties.values() if each.from_id is None}
    whose = [each for each in people.known if source.parties[each].from_id is None]
    for guest in (people.known[each] for each in whose if people.known[each] not in own):
        for due in of_the_whole(source):
            if due.fact.kind in OWED_TO_A_PERSON:
                _carry(draft, due, source, target.complaint_id, guest, cause)
    for due in of_parties(source):
        person = people.known.get(due.fact.about.id) if due.fact.about else None
        if person is not None:
            _carry(draft, due, source, target.complaint_id, person, cause)


def _carry(
    draft: Draft, due: DeadlineState, source: Complaint, to: UUID, person: UUID, cause: int
) -> None:
    about = About(kind="party", id=person)
    present = [
        each
        for each in of_parties(draft.other(to))
        if (each.fact.kind, each.fact.about) == (due.fact.kind, about)
    ]
    there = present[0] if present else None
    due = as_work_goes_on(due, draft.other(to), draft.now, draft.context)
    held = held_of(due, there, draft.context)
    if held is not None:
        set_as_it_stands(
            draft,
            held,
            to=to,
            cause=cause,
            about=about,
            ground_code=CARRIED,
            from_id=source.complaint_id,
            replaces=there.fact.deadline_id if there else None,
        )
