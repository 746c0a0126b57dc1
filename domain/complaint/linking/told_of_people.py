"""7.2, 4.10 What ends of people's part or consent ends in all that is one matter with theirs."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from domain.complaint.acts import Act
from domain.complaint.draft import Draft
from domain.complaint.events import (
    ComplainantLeft,
    ComplainantSubstituted,
    ConsentRecorded,
    RepresentationEnded,
)
from domain.complaint.linking.split_family import merged_with, one_matter
from domain.complaint.state import Absorbed, Complaint
from domain.system_actors import SYSTEM

OfPeople = RepresentationEnded | ComplainantLeft | ComplainantSubstituted | ConsentRecorded


class OfMerged(Act):
    """An act that looks at all that the complaint is merged with."""

    def others(
        self, complaint: Complaint | None, known: Mapping[UUID, Complaint]
    ) -> Iterable[UUID]:
        """All that it is merged with, as far as those known so far name it."""
        return merged_with(complaint, known)


class OfMatter(Act):
    """An act that looks at all that the complaint is merged with or was split from."""

    def others(
        self, complaint: Complaint | None, known: Mapping[UUID, Complaint]
    ) -> Iterable[UUID]:
        """All of its matter, as far as those known so far name it."""
        return one_matter(complaint, known)


@dataclass(frozen=True, slots=True)
class _Beside:
    """A complaint of the same matter. pairs: who is who, first in the other one."""

    there: Complaint
    pairs: Sequence[tuple[UUID, UUID]]

    def known_as(self, party_id: UUID | None) -> list[UUID]:
        """Who somebody of the other one is there."""
        return [there for here, there in self.pairs if here == party_id]


def tell_matter(draft: Draft, event: OfPeople, cause: int) -> None:
    """Tell the same of the same people in all that the complaint is merged with or was split from.

    A key or a consent that ended in one of them has ended in all, and stays so once unmerged.
    """
    _tell(draft, event, cause, lambda here: (*_merged(draft, here), *_parted(draft, here)))


def tell_where_merged(draft: Draft, event: OfPeople, cause: int) -> None:
    """Tell it where the complaint is merged alone: what was split from it goes on with them."""
    _tell(draft, event, cause, lambda here: _merged(draft, here))


def _tell(
    draft: Draft,
    event: OfPeople,
    cause: int,
    nearest: Callable[[Complaint], Iterable[_Beside]],
) -> None:
    reached = {draft.complaint.complaint_id}
    ahead = [(draft.complaint, event)]
    while ahead:
        here, of_people = ahead.pop()
        for beside in list(nearest(here)):
            other_id = beside.there.complaint_id
            if other_id in reached:
                continue
            reached.add(other_id)
            same = list(_as_there(draft, of_people, beside))
            for each in same:
                draft.add(each, to=other_id, actor=SYSTEM, caused_by=cause)
            there = draft.other(other_id)
            ahead += [(there, each) for each in _onwards(of_people, beside) or same]


def _onwards(event: OfPeople, beside: _Beside) -> list[OfPeople]:
    """An ending of all who act for somebody, as it is told beyond whoever acts there or not."""
    if not isinstance(event, RepresentationEnded) or event.representative_party_id is not None:
        return []
    people = beside.known_as(event.party_id)
    return [event.model_copy(update={"party_id": each}) for each in people]


def _merged(draft: Draft, here: Complaint) -> Iterator[_Beside]:
    for absorbed in here.absorbed_now:
        source = draft.other(absorbed.from_id)
        yield _Beside(source, who_is_who(absorbed, target=here, source=source))
    if here.merged_into is not None:
        target = draft.other(here.merged_into)
        pairs = who_is_who(target.absorbed[here.complaint_id], target=target, source=here)
        yield _Beside(target, [(own, there) for there, own in pairs])


def _parted(draft: Draft, here: Complaint) -> Iterator[_Beside]:
    for part_id in here.split_into:
        part = draft.other(part_id)
        yield _Beside(part, list(parted_as(here, part).items()))
    if here.split_from is not None:
        whole = draft.other(here.split_from)
        yield _Beside(whole, list(parted_as(here, whole).items()))


def parted_as(here: Complaint, there: Complaint) -> dict[UUID, UUID]:
    """Who somebody is there, where one of the two was split from the other."""
    if here.split_from == there.complaint_id:
        return {own: new for new, own in parted_as(there, here).items()}
    if there.split_from != here.complaint_id:
        return {}
    return {
        _present(here, each.own_party_id): _present(there, each.party_id)
        for each in there.split_people
    }


def who_is_who(
    absorbed: Absorbed, *, target: Complaint, source: Complaint
) -> list[tuple[UUID, UUID]]:
    """Who is who in the target and in the source now, also where others took their place."""
    return [
        (_present(target, each.party_id), _present(source, each.own_party_id))
        for each in absorbed.people
    ]


def _present(complaint: Complaint, party_id: UUID) -> UUID:
    known = complaint.parties.get(party_id)
    if known is None or known.succeeded_by is None:
        return party_id
    return _present(complaint, known.succeeded_by)


def _as_there(draft: Draft, event: OfPeople, beside: _Beside) -> Iterable[OfPeople]:
    if isinstance(event, RepresentationEnded):
        return _ended(event, beside)
    if isinstance(event, ComplainantLeft):
        return _left(event, beside)
    if isinstance(event, ConsentRecorded):
        return _consented(event, beside)
    # Whoever took the place here is paired with whose place it was there.
    return [
        ComplainantSubstituted(
            old_party_id=old,
            new_party_id=draft.new_id("party"),
            complainant=event.complainant,
            basis=event.basis,
        )
        for old in beside.known_as(event.new_party_id)
    ]


def _ended(event: RepresentationEnded, beside: _Beside) -> Iterator[RepresentationEnded]:
    named = event.representative_party_id
    agents, principals = beside.known_as(named), beside.known_as(event.party_id)
    for acting in beside.there.representations:
        is_meant = named is None or acting.representative_party_id in agents
        if acting.party_id in principals and is_meant and not acting.has_ended:
            yield RepresentationEnded(
                party_id=acting.party_id,
                ground_code=event.ground_code,
                correspondence_to=acting.party_id,
                representative_party_id=acting.representative_party_id,
            )


def _left(event: ComplainantLeft, beside: _Beside) -> Iterator[ComplainantLeft]:
    """The last complainant does not leave what goes on by a word that was said elsewhere."""
    present = [each.party_id for each in beside.there.parties.values() if not each.has_left]
    is_kept = beside.there.is_open and len(present) == 1 and event.ground_code == "left"
    for party_id in beside.known_as(event.party_id):
        if party_id in present and not is_kept:
            yield ComplainantLeft(party_id=party_id, ground_code=event.ground_code)


def _consented(event: ConsentRecorded, beside: _Beside) -> Iterator[ConsentRecorded]:
    known = beside.there.consents.get(event.consent_id)
    whose = beside.known_as(event.party_id)
    if known and known.party_id in whose and known.is_given != event.is_given:
        anew = {"party_id": known.party_id, "from_id": None, "settles_event_ids": None}
        yield event.model_copy(update=anew)
