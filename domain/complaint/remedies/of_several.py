"""7.9 A remedy of several is taken once each whose agreement is wanted has taken it (4.9)."""

from collections.abc import Collection
from datetime import date
from typing import Any
from uuid import UUID

from domain.complaint.events import RemedyAccepted, RemedyDeclined
from domain.complaint.parties.access import wanted_of
from domain.complaint.parts import Ids
from domain.complaint.remedies.remedy_rules import is_others
from domain.complaint.remedies.whose import is_anothers
from domain.complaint.state import Complaint, RemedyState

Word = RemedyAccepted | RemedyDeclined


def still_to_take(complaint: Complaint, remedy: RemedyState, people: Collection[UUID] = ()) -> Ids:
    """Who else has to take a remedy of several, once these people took it, before it is owed."""
    taking = {*remedy.accepted_by, *people}
    return tuple(each for each in wanted_of(complaint, remedy.whose) if each not in taking)


def as_one_says(
    complaint: Complaint, remedy: RemedyState, word: Word, day: date | None, *, is_lacking: bool
) -> Word:
    """What somebody says to a remedy, marked where it is not theirs, or of others as well.

    is_lacking: whether it is known already that they have no say in it.
    """
    people = complaint.acts_for(word.party_id, day)
    update: dict[str, Any]
    if is_lacking or _is_not_theirs(complaint, remedy, word, day):
        update = {"lacks_authority": True}
    elif isinstance(word, RemedyDeclined):
        wanted = set(wanted_of(complaint, remedy.whose))
        left = wanted - {*remedy.declined_by, *people}
        update = {"others_remain": bool(left and not wanted.isdisjoint(people)) or None}
    else:
        update = {"awaited_party_ids": still_to_take(complaint, remedy, people) or None}
    return word.model_copy(update=update)


def _is_not_theirs(complaint: Complaint, remedy: RemedyState, word: Word, day: date | None) -> bool:
    if isinstance(word, RemedyDeclined):
        return is_others(complaint, remedy, word.party_id, day)
    return is_anothers(complaint, remedy.whose, word.party_id, day)
