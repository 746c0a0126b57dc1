"""Who complains, who acts for them, and who of the staff may not act, as it is known (7.2, 4.7)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal
from uuid import UUID

from domain.complaint.issues.state import IssueState
from domain.values import When


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyState:
    """One complainant. must_agree: an answer is accepted only once they accept it too.

    has_accepted, objects: to the latest answer. has_left: also by death or substitution; left_by
    says by which. answered: when they were told an answer, or agreed, at the latest.
    from_id: the complaint that was merged into this one, and with which they came; acknowledged:
    when that was, or when they were told alone that it is received; acknowledged_in: the stage and
    round of the latest time. told: the issues on which they were told the answer or agreed, each
    with the fact by which. reference, received: of the
    complaint that they made themselves. succeeded_by: who took their place.
    """

    party_id: UUID
    must_agree: bool = True
    has_left: bool = False
    left_by: Literal["left", "died", "substituted", "released"] | None = None
    has_accepted: bool = False
    objects: bool = False
    answered: When | None = None
    is_verified: bool = False
    from_id: UUID | None = None
    acknowledged: When | None = None
    acknowledged_in: tuple[int, int] | None = None
    told: tuple[tuple[UUID, UUID], ...] = ()
    reference: str | None = None
    received: When | None = None
    succeeded_by: UUID | None = None

    @property
    def has_replied(self) -> bool:
        """Whether they said what they think of the latest answer."""
        return self.has_accepted or self.objects

    @property
    def is_to_agree(self) -> bool:
        """Whether they must accept the latest answer and have not."""
        return self.must_agree and not self.has_left and not self.has_accepted


@dataclass(frozen=True, slots=True, kw_only=True)
class Representation:
    """An authority to act for a party, as long as it lasts. ended_on: None where nobody knows."""

    party_id: UUID
    representative_party_id: UUID
    authority_basis_code: str
    valid_from_on: date | None = None
    valid_until_on: date | None = None
    has_ended: bool = False
    ended_on: date | None = None

    def covers(self, day: date | None) -> bool:
        """Whether the representative may act on this day; an unknown day is covered by it.

        What was done before it ended stays covered, however late it is recorded.
        """
        if self.has_ended and (day is None or self.ended_on is None or day >= self.ended_on):
            return False
        if day is None:
            return True
        return is_valid_on(day, self.valid_from_on, self.valid_until_on)


def is_valid_on(day: date, since: date | None, until: date | None) -> bool:
    """Whether an authority from and until these days, both with it, holds on this one."""
    return (since is None or since <= day) and (until is None or day <= until)


def principals_of(
    party_id: UUID,
    day: date | None,
    *,
    parties: Mapping[UUID, PartyState],
    representations: Iterable[Representation],
) -> tuple[UUID, ...]:
    """The complainants for whom this party acts on this day, itself among them; else nobody.

    Who has left acts for nobody, and nobody acts for them.
    """
    named = {
        each.party_id
        for each in representations
        if each.representative_party_id == party_id and each.covers(day)
    }
    return tuple(
        each.party_id
        for each in parties.values()
        if not each.has_left and (each.party_id == party_id or each.party_id in named)
    )


def own_people(parties: Mapping[UUID, PartyState]) -> tuple[UUID, ...]:
    """The complainants who are there, and did not come with a merged complaint."""
    return tuple(key for key, each in parties.items() if not (each.from_id or each.has_left))


def whom_answered(
    parties: Mapping[UUID, PartyState], issues: Mapping[UUID, IssueState], answered: Iterable[UUID]
) -> tuple[UUID, ...]:
    """The complainants of whose points an answer answers one; all, where it names none."""
    owners = [issues[each].told.party_ids for each in answered if each in issues]

    def is_told(party: PartyState) -> bool:
        return not owners or any(
            party.from_id is None if each is None else party.party_id in each for each in owners
        )

    return tuple(each.party_id for each in parties.values() if is_told(each))
