"""4.10 Where else the people of a complaint are known: merging and splitting copied them (7.3)."""

from collections.abc import Iterator
from uuid import UUID

from domain.complaint.parties.access import known_parties
from domain.complaint.state import Absorbed, Complaint

NIL = UUID(int=0)
"""Under whom is sealed what belongs to a complainant whom nobody named."""
People = frozenset[UUID]


def everybody(complaint: Complaint) -> People:
    """Everybody whom a complaint ever knew, the unnamed too."""
    return known_parties(complaint) | {NIL}


def counterparts(people: People, here: Complaint, there: Complaint) -> People:
    """Who of the other complaint may be one of these people; nobody where none can be.

    What was split has ids of its own, and who is who is not told: it may be anybody. Where it is
    not told of a merger either, whoever could have been known as one counts.
    """
    if there.complaint_id in {here.split_from, *here.split_into}:
        return everybody(there)
    if (absorbed := there.absorbed.get(here.complaint_id)) is not None:
        return frozenset(_in_target(here, there, absorbed))
    if (absorbed := here.absorbed.get(there.complaint_id)) is not None:
        came = frozenset(_in_target(there, here, absorbed))
        return everybody(there) if came & people else frozenset()
    return frozenset()


def _in_target(source: Complaint, target: Complaint, absorbed: Absorbed) -> Iterator[UUID]:
    """Who of the target came from the source, or may have been known there before."""
    came = {
        each.party_id for each in target.parties.values() if each.from_id == source.complaint_id
    }
    own = {each.party_id for each in target.parties.values() if each.from_id is None}
    brought = len([each for each in source.parties.values() if each.left_by != "released"])
    is_one = absorbed.ground_code == "same_complainant" or len(came) < brought
    people = came | own if is_one else came
    yield from people
    if is_one:
        yield NIL
    for each in target.representations:
        if each.party_id in people:
            yield each.representative_party_id


def copied_with(complaint: Complaint) -> set[UUID]:
    """The complaints that this one was ever merged with, or split from, as far as it tells."""
    named = {complaint.merged_into, complaint.split_from} - {None}
    return {*(each for each in named if each), *complaint.split_into, *complaint.absorbed}
