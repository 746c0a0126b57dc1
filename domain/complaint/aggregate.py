"""The complaint as an aggregate: what the services take from the registry."""

from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from typing import Any
from uuid import UUID

from domain.aggregate import Aggregate
from domain.complaint.deciders import DECIDERS
from domain.complaint.events import COMPLAINT_EVENTS, ComplaintReceived
from domain.complaint.fold import evolve
from domain.complaint.linking.split_family import kin
from domain.complaint.parties.access import sees
from domain.complaint.parties.departed import is_erased
from domain.complaint.state import Complaint
from domain.event import DomainEvent
from domain.values import Actor, PolicyRef


def _claims(event: DomainEvent) -> Iterator[tuple[str, str]]:
    """A reference is given once by each legal entity (invariant 3)."""
    if isinstance(event, ComplaintReceived):
        yield "reference", f"{event.legal_entity}\n{event.reference}"


def _complainant(complaint: Any) -> UUID | None:
    """The complainant, of a complaint or of its receipt."""
    return complaint.party_id if isinstance(complaint, Complaint | ComplaintReceived) else None


def _sees(complaint: Complaint, actor: Actor, on: date, conflicted: bool) -> bool:
    if actor.kind == "party" and is_erased(complaint, actor.id):
        return False
    return sees(complaint, actor, on=on, conflicted=conflicted)


@lru_cache(maxsize=256)
def _ref(policy_id: str, version: int) -> PolicyRef:
    return PolicyRef(id=policy_id, version=version)


def _policies(complaint: Complaint) -> Iterator[PolicyRef]:
    """Those by which its due dates were set, or stood still, also before it was merged."""
    is_merged = bool(complaint.merged_into or complaint.absorbed)
    for deadline in complaint.deadlines.values():
        if is_merged or deadline.status not in ("cancelled", "replaced"):
            fact = deadline.fact
            yield _ref(fact.policy_id, fact.policy_version)
            stops = [one.policy for one in deadline.pauses]
            stops += [one.policy for one in deadline.stood]
            yield from (ref for ref in stops if ref is not None)


def _erased_keys(complaint: Complaint) -> Iterator[str]:
    for erasure in complaint.erasures.values():
        yield from erasure.key_ids


COMPLAINT = Aggregate(
    stream_kind="complaint",
    letter="C",
    collection="complaints",
    topic="complaints",
    state=Complaint,
    evolve=evolve,
    events=COMPLAINT_EVENTS,
    deciders=DECIDERS,
    claims=_claims,
    subject=_complainant,
    kin=kin,
    sees=_sees,
    policies=_policies,
    erased_keys=_erased_keys,
)
