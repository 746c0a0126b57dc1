"""Remedies as they are asked for in commands, and as decisions propose and grant them (Annex F)."""

from collections.abc import Iterable
from datetime import date
from typing import Annotated, Any, Self
from uuid import UUID

from pydantic import Field

from domain.codes import check_codes
from domain.complaint.authority.remedy_limits import Wanted, costs_of
from domain.complaint.draft import Draft
from domain.complaint.events import ProposedRemedy
from domain.complaint.parties.access import successor
from domain.complaint.parties.addressing import check_complainant
from domain.complaint.remedies.whose import is_anothers, person_meant
from domain.complaint.state import Complaint, RemedyState, RemedyStatus
from domain.errors import Refusal
from domain.values import Code, Day, Money, Value


class NoSuchRemedy(Refusal, code="NoSuchRemedy"):
    """A remedy that was never offered."""

    clause = "7.7"
    rule = "the complaint has no such remedy"
    instead = "name one that was offered"


class RemedyNotStanding(Refusal, code="RemedyNotStanding"):
    """A remedy that is not offered or owed any more."""

    clause = "7.9"
    rule = "the remedy does not stand any more"
    instead = "offer another one"

    @classmethod
    def of(cls, remedy: RemedyState) -> Self:
        """The refusal, with the remedy and how it stands."""
        return cls(kind_code=remedy.kind_code, remedy_id=remedy.remedy_id, status=remedy.status)


class PromisedTooEarly(Refusal, code="PromisedTooEarly"):
    """A remedy whose day has passed already."""

    clause = "7.7"
    rule = "a remedy is not promised for the past"
    instead = "give a day from today on"


class NothingPaid(Refusal, code="NothingPaid"):
    """Money that is not more than nothing."""

    clause = "7.7"
    rule = "a remedy of money is more than nothing"
    instead = "give an amount above zero, or no money"


class NewRemedy(Value):
    """A remedy that is to be granted."""

    kind_code: Code
    money: Money | None = None
    estimated_cost: Annotated[
        Money | None, Field(description="What it costs beside its money, such as a replacement")
    ] = None
    due_on: Day | None = None
    party_id: Annotated[
        UUID | None,
        Field(description="For whom of several; whose points alone it answers, unless told"),
    ] = None


def check_remedies(draft: Draft, remedies: Iterable[NewRemedy]) -> None:
    """Refuse kinds outside the policy's list, amounts of nothing, days that have passed.

    Raises UnknownCode, NothingPaid, PromisedTooEarly, NoSuchParty.
    """
    for remedy in remedies:
        check_codes(draft.context.policy, "remedy_kinds", [remedy.kind_code])
        check_amounts(remedy)
        check_day(draft, remedy.due_on)
        if remedy.party_id is not None:
            check_complainant(draft.complaint, remedy.party_id)


def check_amounts(remedy: Any) -> None:
    """Refuse money of nothing, and a cost of less than nothing. Raises NothingPaid."""
    if remedy.money is not None and not is_positive(remedy.money):
        raise NothingPaid(amount=remedy.money.amount)
    if remedy.estimated_cost is not None and remedy.estimated_cost.amount.startswith("-"):
        raise NothingPaid(amount=remedy.estimated_cost.amount)


def is_positive(money: Money) -> bool:
    """Whether an amount is more than nothing."""
    return not money.amount.startswith("-") and bool(money.amount.strip("0."))


def check_day(draft: Draft, day: date | None) -> None:
    """Refuse a promise for a day before the act. Raises PromisedTooEarly."""
    today = draft.occurred.day
    if day is not None and today is not None and day < today:
        raise PromisedTooEarly(day=day, today=today)


def proposed(draft: Draft, remedies: Iterable[NewRemedy]) -> tuple[ProposedRemedy, ...]:
    """The remedies as a decision proposes them, each under an id of its own."""
    return tuple(
        ProposedRemedy(
            remedy_id=draft.new_id("remedy"),
            kind_code=remedy.kind_code,
            money=remedy.money,
            due_on=remedy.due_on,
            estimated_cost=remedy.estimated_cost,
            party_id=remedy.party_id or person_meant(draft.complaint.open_issues),
        )
        for remedy in remedies
    )


def wanted(remedies: Iterable[NewRemedy | ProposedRemedy]) -> list[Wanted]:
    """What these would grant, for the question of authority."""
    return [Wanted(remedy.kind_code, costs_of(remedy)) for remedy in remedies]


def remedy_named(complaint: Complaint, remedy_id: UUID) -> RemedyState:
    """The remedy with this id. Raises NoSuchRemedy."""
    if remedy_id not in complaint.remedies:
        raise NoSuchRemedy(remedy_id=remedy_id, complaint=complaint.reference)
    return complaint.remedies[remedy_id]


def is_counted_on(complaint: Complaint, remedy: RemedyState) -> bool:
    """Whether the complainant loses by one person's word what they have, or were never told of."""
    is_untold = "response" in complaint.impossible and complaint.party_id is not None
    return remedy.is_owed or (remedy.status == "offered" and is_untold)


def is_others(
    complaint: Complaint, remedy: RemedyState, party_id: UUID | None, day: date | None
) -> bool:
    """Whether it is for, or was accepted by, somebody for whom this party does not speak."""
    if is_anothers(complaint, remedy.whose, party_id, day):
        return True
    if not remedy.is_owed or party_id is None:
        return False
    accepted_by = remedy.accepted_by or tuple(filter(None, [complaint.party_id]))
    return not speaks_for(complaint, party_id, accepted_by, day)


def speaks_for(
    complaint: Complaint, party_id: UUID, holders: Iterable[UUID], day: date | None
) -> bool:
    """Whether a party speaks for all of these complainants, or for who took their place."""
    return {successor(complaint, each) for each in holders} <= {*complaint.acts_for(party_id, day)}


def some_remedy(complaint: Complaint, *statuses: RemedyStatus) -> None:
    """Refuse where there is no remedy at all, or none in one of these statuses.

    Raises NoSuchRemedy, RemedyNotStanding.
    """
    remedies = complaint.remedies.values()
    if not remedies:
        raise NoSuchRemedy(complaint=complaint.reference)
    if statuses and not any(remedy.status in statuses for remedy in remedies):
        raise RemedyNotStanding(complaint=complaint.reference)
