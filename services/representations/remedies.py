"""A remedy as it is answered, with whose word it still waits for (7.9)."""

from dataclasses import dataclass, fields
from uuid import UUID

from domain.complaint.remedies.of_several import still_to_take
from domain.complaint.state import Complaint, RemedyState


@dataclass(frozen=True, slots=True, kw_only=True)
class RemedyShown(RemedyState):
    """A remedy as it stands. awaited_party_ids: of several, who must still take what is offered."""

    awaited_party_ids: tuple[UUID, ...] = ()


def remedy_shown(complaint: Complaint, remedy: RemedyState) -> RemedyShown:
    """A remedy of a complaint, with whom it waits for."""
    known = {one.name: getattr(remedy, one.name) for one in fields(RemedyState)}
    awaited = still_to_take(complaint, remedy) if remedy.status == "offered" else ()
    return RemedyShown(**known, awaited_party_ids=awaited)
