"""Whether somebody may act on a complaint at all: nobody excluded, no stranger (4.7, 6)."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from domain.complaint.state import Complaint
from domain.errors import Refusal
from domain.recorded import Recorded
from domain.values import Actor


class IsExcluded(Refusal, code="IsExcluded"):
    """Somebody who may not act would act, or be given work."""

    is_for_another = True
    clause = "4.7"
    rule = "who is excluded from a complaint neither handles, decides, reviews nor reads it"
    instead = "have somebody else do it, or have the exclusion accepted where the policy allows it"


class NotAParty(Refusal, code="NotAParty"):
    """Somebody from outside acts in a complaint, or for a party, that is not theirs."""

    is_for_another = True
    clause = "4.9"
    rule = "a complainant or representative acts only in their own complaint and for themselves"
    instead = "use the key of that complaint, and leave party_id out"


def check_standing(complaint: Complaint | None, actor: Actor, *, conflicted: bool = False) -> None:
    """Refuse an excluded member of staff, and whoever is no party of the complaint.

    complaint: None before its receipt. conflicted: this may be done in spite of an exclusion.
    Raises IsExcluded, NotAParty.
    """
    if complaint is None:
        return
    if actor.kind == "staff" and not conflicted:
        check_may_handle(complaint, actor.id)
    if actor.kind == "party" and actor.id not in known_parties(complaint):
        raise NotAParty(complaint=complaint.reference, party_id=actor.id)


def sees(complaint: Complaint, actor: Actor, *, on: date, conflicted: bool = False) -> bool:
    """Whether the complaint is there for somebody at all: to all others it does not exist.

    A party sees it while they complain, or act for somebody who does, on this day; staff unless
    they are excluded. conflicted: what is done is done in spite of an exclusion.
    """
    if actor.kind == "party":
        return bool(complaint.acts_for(actor.id, on))
    return conflicted or actor.kind != "staff" or not is_excluded(complaint, actor.id)


def check_may_handle(complaint: Complaint, staff_id: UUID) -> None:
    """Refuse a member of staff who is excluded without that being accepted. Raises IsExcluded."""
    if is_excluded(complaint, staff_id):
        raise IsExcluded(complaint=complaint.reference, staff=staff_id)


def is_excluded(complaint: Complaint, staff_id: UUID) -> bool:
    """Whether this member of staff may neither act on the complaint nor read it."""
    return any(
        each.staff == staff_id and not each.is_accepted for each in complaint.exclusions.values()
    )


def known_parties(complaint: Complaint) -> frozenset[UUID]:
    """The complainants and representatives that the complaint ever had."""
    acting = (each.representative_party_id for each in complaint.representations)
    return frozenset(complaint.parties) | frozenset(acting)


def party_meant(complaint: Complaint, actor: Actor, named: UUID | None) -> UUID | None:
    """Who is meant where a command may leave the party out: whoever acts, else the complainant.

    Raises NotAParty where somebody from outside names another.
    """
    if actor.kind != "party":
        return named or complaint.party_id
    if named not in (None, actor.id):
        raise NotAParty(complaint=complaint.reference, party_id=named)
    return actor.id


def whose_word(complaint: Complaint, recorded: Recorded) -> tuple[UUID, ...]:
    """The complainants for whom somebody outside said it; nobody without authority that day."""
    own = recorded.actor.id if recorded.actor.kind == "party" else complaint.party_id
    return complaint.acts_for(recorded.on_behalf_of or own, recorded.occurred.day)


def successor(complaint: Complaint, party_id: UUID) -> UUID:
    """Who stands in their place by now."""
    while (party := complaint.parties.get(party_id)) and party.succeeded_by:
        party_id = party.succeeded_by
    return party_id


def wanted_of(complaint: Complaint, whose: Sequence[UUID]) -> tuple[UUID, ...]:
    """Of several, those who must agree and are still there, or who stand in their place."""
    if len(whose) < 2:
        return ()
    people = (complaint.parties.get(successor(complaint, each)) for each in whose)
    return tuple(one.party_id for one in people if one and one.must_agree and not one.has_left)
