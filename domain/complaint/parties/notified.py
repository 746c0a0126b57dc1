"""Who of several was told that the complaint is received, and the answer (7.4, 7.8)."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from uuid import UUID

from domain.complaint.state import Complaint, PartyState
from domain.recorded import Recorded
from domain.values import When


def with_acknowledged(
    complaint: Complaint, party_id: UUID | None, day: date | None, at: When
) -> Complaint:
    """The complaint in which those for whom this party acts know that it is received."""
    attempt = (complaint.stage, complaint.round)
    known = {
        each: replace(party, acknowledged=party.acknowledged or at, acknowledged_in=attempt)
        for each in complaint.acts_for(party_id, day)
        if (party := complaint.parties[each])
    }
    return complaint.changed(parties={**complaint.parties, **known})


def with_told(
    complaint: Complaint, party_ids: Iterable[UUID], issue_ids: Iterable[UUID], fact: Recorded
) -> Complaint:
    """The complaint in which these know the answer on these issues, by this fact."""
    known, named = tuple((each, fact.event_id) for each in issue_ids), frozenset(party_ids)
    parties = {
        each: replace(party, told=(*party.told, *known), answered=fact.occurred)
        if each in named
        else party
        for each, party in complaint.parties.items()
    }
    return complaint.changed(parties=parties)


def without_told(
    complaint: Complaint, *, issue_ids: Iterable[UUID] = (), by_id: UUID | None = None
) -> Complaint:
    """The complaint in which nobody knows an answer on these issues, or by this fact."""
    gone = frozenset(issue_ids)

    def left(party: PartyState) -> tuple[tuple[UUID, UUID], ...]:
        return tuple(one for one in party.told if one[0] not in gone and one[1] != by_id)

    parties = {
        each: replace(party, told=left(party)) if party.told else party
        for each, party in complaint.parties.items()
    }
    return complaint.changed(parties=parties)
