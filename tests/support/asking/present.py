"""What somebody can know who asks for something: the complaint, its events, others beside it."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

from domain.complaint.state import Complaint
from domain.recorded import Recorded
from tests.support.controls import named
from tests.support.people import parties

Body = dict[str, Any]
"""The fields of a command."""

NOBODY = named("nobody")
RECOURSE = [{"kind": "internal"}, {"kind": "external", "body_code": "ombudsman"}]
BY_PHONE = {"means_code": "phone"}
LATEST = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Present:
    """A complaint as it is. others: the ids of the complaints beside it. now: our instant."""

    complaint: Complaint
    events: Sequence[Recorded]
    others: Sequence[UUID]
    now: datetime

    def day(self, days: int) -> str:
        """The day so long from now, as a body tells it."""
        return (self.now + timedelta(days=days)).date().isoformat()

    def fresh(self, what: str) -> UUID:
        """An id that nothing has yet."""
        return uuid5(self.complaint.complaint_id, f"{what} {self.complaint.version}")

    @property
    def latest(self) -> list[UUID]:
        """The ids of the latest events."""
        return [each.event_id for each in self.events[-LATEST:]]

    @property
    def parties(self) -> list[UUID]:
        """Complainants and representatives, and one who has no part in it."""
        return parties(self.complaint)


Bodies = Callable[[Present], Iterable[Body]]
"""Makes the bodies of one command."""


def always(*bodies: Body) -> Bodies:
    """These, whatever the complaint is."""
    return lambda _present: bodies


def for_each(name: str, ids: Callable[[Present], Iterable[UUID]], *bodies: Body) -> Bodies:
    """Each of these bodies with each of these ids in a field; then each with nobody's id."""

    def made(present: Present) -> Iterator[Body]:
        for one in (*ids(present), NOBODY):
            yield from ({name: one, **body} for body in bodies)

    return made


def both(*tables: Bodies) -> Bodies:
    """The bodies of all of these."""
    return lambda present: [body for table in tables for body in table(present)]


def issues(present: Present) -> Iterable[UUID]:
    """Its issues, open or not."""
    return present.complaint.issues


def remedies(present: Present) -> Iterable[UUID]:
    """Its remedies."""
    return present.complaint.remedies


def deadlines(present: Present) -> Iterable[UUID]:
    """Its due dates, first those that are still open."""
    found = sorted(present.complaint.deadlines.values(), key=lambda each: not each.is_open)
    return [each.fact.deadline_id for each in found]


def money(amount: str, currency: str = "GBP") -> Body:
    """An amount, as a body tells it."""
    return {"amount": amount, "currency": currency}


def said(*bodies: Body) -> Bodies:
    """What somebody outside says: the complainant, or one of those with a part in it."""
    return both(always(*bodies), for_each("party_id", lambda one: one.parties, *bodies[:1]))
