"""4.9, 4.10 Who had a part in a complaint and has none any more: their key ends with it."""

from datetime import date
from uuid import UUID

from domain.complaint.parties.access import NotAParty, check_standing, known_parties
from domain.complaint.state import Complaint
from domain.values import Actor


class KeyHasEnded(NotAParty, code="KeyHasEnded"):
    """Somebody from outside acts whose part in the complaint is over."""

    clause = "4.10"
    rule = (
        "the key of a party ends once they have left, represent nobody any more, "
        "or their personal data is erased"
    )
    instead = "write to the organisation, which records it; a new authority comes with a new key"


def check_may_act(
    complaint: Complaint | None, actor: Actor, *, on: date | None, conflicted: bool = False
) -> None:
    """Refuse whoever may not act on the complaint, or has no part in it any more on this day.

    complaint: None before its receipt. conflicted: this may be done in spite of an exclusion.
    Raises IsExcluded, NotAParty, KeyHasEnded.
    """
    check_standing(complaint, actor, conflicted=conflicted)
    if complaint is not None and actor.kind == "party":
        check_key_goes_on(complaint, actor.id, on=on)


def check_key_goes_on(complaint: Complaint, party_id: UUID, *, on: date | None) -> None:
    """Refuse a party whose part is over, and with it all that they would tell. KeyHasEnded."""
    if is_erased(complaint, party_id):
        raise KeyHasEnded(complaint=complaint.reference, party_id=party_id, because="erased")
    if has_departed(complaint, party_id, on=on):
        raise KeyHasEnded(complaint=complaint.reference, party_id=party_id, because="departed")


def is_erased(complaint: Complaint, party_id: UUID) -> bool:
    """Whether the identity of somebody was erased, who had a part in the complaint by then."""
    return any(party_id in each.erased_party_ids for each in complaint.erasures.values())


def has_departed(complaint: Complaint, party_id: UUID, *, on: date | None) -> bool:
    """Whether somebody who had a part acts for nobody on this day, nor will on a later one."""
    if party_id not in known_parties(complaint) or complaint.acts_for(party_id, on):
        return False
    return not any(
        each.representative_party_id == party_id
        and not each.has_ended
        and not complaint.parties[each.party_id].has_left
        and (on is None or each.valid_from_on is None or each.valid_from_on > on)
        and (on is None or each.valid_until_on is None or each.valid_until_on >= on)
        for each in complaint.representations
        if each.party_id in complaint.parties
    )
