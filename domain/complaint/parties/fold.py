"""What complainants, representatives and excluded staff change (7.2, 4.7)."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from domain.complaint.change import Changes
from domain.complaint.events import (
    ComplainantJoined,
    ComplainantLeft,
    ComplainantSubstituted,
    PartyDetailsCorrected,
    PartyIdentityVerified,
    Recourse,
    RepresentationEnded,
    RepresentativeAuthorised,
)
from domain.complaint.parts import CameAs
from domain.complaint.state import (
    Complaint,
    IssueState,
    PartyState,
    Representation,
)
from domain.recorded import Recorded

OUTSIDE = frozenset({"external", "court"})
"""The kinds of recourse that lead to somebody who is not of the organisation."""


def with_outside(complaint: Complaint, recourse: Iterable[Recourse]) -> Complaint:
    """The complaint whose complainant was told of these ways, while it is handled."""
    if complaint.is_outside_named or OUTSIDE.isdisjoint(each.kind for each in recourse):
        return complaint
    return complaint.changed(is_outside_named=True)


def with_acceptance(complaint: Complaint, *party_ids: UUID, is_given: bool = True) -> Complaint:
    """The complaint in which these complainants accept the latest answer, or object to it."""
    return _with_words(complaint, party_ids, has_accepted=is_given, objects=not is_given)


def without_acceptance(complaint: Complaint, party_ids: Iterable[UUID] | None = None) -> Complaint:
    """The complaint in which none of these has replied, nobody unless told.

    The answer is another, or open again.
    """
    if not any(party.has_replied for party in complaint.parties.values()):
        return complaint
    whose = complaint.parties if party_ids is None else party_ids
    return _with_words(complaint, whose, has_accepted=False, objects=False)


def _with_words(complaint: Complaint, party_ids: Iterable[UUID], **words: Any) -> Complaint:
    whose = frozenset(party_ids)
    parties = {
        each: replace(party, **words) if each in whose else party
        for each, party in complaint.parties.items()
    }
    return complaint.changed(parties=parties)


def _authorised(
    complaint: Complaint, event: RepresentativeAuthorised, _recorded: Recorded
) -> Complaint:
    authority = Representation(
        party_id=event.party_id,
        representative_party_id=event.representative_party_id,
        authority_basis_code=event.authority_basis_code,
        valid_from_on=event.valid_from_on,
        valid_until_on=event.valid_until_on,
    )
    acting = _known_alike(complaint, event).changed(
        representations=(*complaint.representations, authority)
    )
    if event.party_id != complaint.party_id:
        return acting
    return acting.changed(correspondence_to=event.representative_party_id)


def _known_alike(complaint: Complaint, event: RepresentativeAuthorised) -> Complaint:
    """The complaint that knows who a representative is in the merged one where this was told."""
    came_with = complaint.absorbed.get(event.from_id) if event.from_id else None
    if came_with is None or event.own_party_id is None:
        return complaint
    who = CameAs(own_party_id=event.own_party_id, party_id=event.representative_party_id)
    known = replace(came_with, people=(*came_with.people, who))
    return complaint.changed(absorbed={**complaint.absorbed, came_with.from_id: known})


def _ended(complaint: Complaint, event: RepresentationEnded, recorded: Recorded) -> Complaint:
    named = event.representative_party_id
    left = tuple(
        replace(each, has_ended=True, ended_on=recorded.occurred.day)
        if each.party_id == event.party_id
        and named in (None, each.representative_party_id)
        and not each.has_ended
        else each
        for each in complaint.representations
    )
    if event.ground_code == "released":
        return complaint.changed(representations=left)
    return complaint.changed(representations=left, correspondence_to=event.correspondence_to)


def _joined(complaint: Complaint, event: ComplainantJoined, _recorded: Recorded) -> Complaint:
    came_with = complaint.absorbed.get(event.from_id) if event.from_id else None
    is_own = came_with is not None and event.own_reference in (None, came_with.reference)
    acknowledged = came_with.acknowledged if came_with and is_own else event.acknowledged
    party = PartyState(
        party_id=event.party_id,
        must_agree=event.must_agree,
        from_id=event.from_id,
        acknowledged=acknowledged,
        acknowledged_in=(complaint.stage, complaint.round) if acknowledged else None,
        reference=event.own_reference or (came_with.reference if came_with else None),
        received=event.received or (came_with.received if came_with else None),
    )
    own = event.party_id if event.from_id is None else None
    return complaint.changed(
        parties={**complaint.parties, event.party_id: party},
        party_id=complaint.party_id or own,
    )


def _left(complaint: Complaint, event: ComplainantLeft, _recorded: Recorded) -> Complaint:
    gone = _with_party(complaint, event.party_id, has_left=True, left_by=event.ground_code)
    known = gone.parties.get(event.party_id)
    is_guest = known is not None and known.from_id is not None
    return gone if is_guest else gone.changed(party_id=_first_of(gone))


def _first_of(complaint: Complaint) -> UUID | None:
    """The complainant, as long as they have not left; then the first of the others."""
    known = complaint.parties.get(complaint.party_id) if complaint.party_id else None
    if known is None or not known.has_left:
        return complaint.party_id
    own = (each for each in complaint.parties.values() if each.from_id is None)
    staying = (each.party_id for each in own if not each.has_left)
    return next(staying, complaint.party_id)


def _substituted(
    complaint: Complaint, event: ComplainantSubstituted, _recorded: Recorded
) -> Complaint:
    old = complaint.parties.get(event.old_party_id)
    left = {"has_left": True, "left_by": "substituted", "succeeded_by": event.new_party_id}
    gone = _with_party(complaint, event.old_party_id, **left)
    party = PartyState(
        party_id=event.new_party_id,
        must_agree=old.must_agree if old else True,
        from_id=old.from_id if old else None,
        acknowledged=old.acknowledged if old else None,
        acknowledged_in=old.acknowledged_in if old else None,
        told=old.told if old else (),
        reference=old.reference if old else None,
        received=old.received if old else None,
    )
    is_first = complaint.party_id == event.old_party_id or (
        complaint.party_id is None and party.from_id is None
    )
    is_written_to = complaint.correspondence_to == event.old_party_id
    return gone.changed(
        issues=_pass_on(gone, event.old_party_id, event.new_party_id),
        parties={**gone.parties, event.new_party_id: party},
        party_id=event.new_party_id if is_first else complaint.party_id,
        correspondence_to=event.new_party_id if is_written_to else complaint.correspondence_to,
    )


def _pass_on(complaint: Complaint, old: UUID, new: UUID) -> Mapping[UUID, IssueState]:
    """The issues, of which those of one party are another's now."""

    def passed(issue: IssueState) -> IssueState:
        ids = issue.told.party_ids
        if ids is None or old not in ids:
            return issue
        owners = tuple(new if each == old else each for each in ids)
        return replace(issue, told=issue.told.model_copy(update={"party_ids": owners}))

    return {each: passed(issue) for each, issue in complaint.issues.items()}


def _verified(complaint: Complaint, event: PartyIdentityVerified, _recorded: Recorded) -> Complaint:
    return _with_party(complaint, event.party_id, is_verified=True)


def _corrected(complaint: Complaint, _event: PartyDetailsCorrected, _r: Recorded) -> Complaint:
    return complaint


def _with_party(complaint: Complaint, party_id: UUID, **changed: Any) -> Complaint:
    known = complaint.parties.get(party_id)
    if known is None:
        return complaint
    return complaint.changed(parties={**complaint.parties, party_id: replace(known, **changed)})


CHANGES: Changes = {
    RepresentativeAuthorised: _authorised,
    RepresentationEnded: _ended,
    ComplainantJoined: _joined,
    ComplainantLeft: _left,
    ComplainantSubstituted: _substituted,
    PartyIdentityVerified: _verified,
    PartyDetailsCorrected: _corrected,
}
