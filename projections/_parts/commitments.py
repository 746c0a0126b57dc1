"""What the organisation still has to do after all is said: remedies owed, actions planned (7.9)."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any, Literal
from uuid import UUID

from domain.complaint.events import (
    ActionCompleted,
    ActionEffectVerified,
    ActionPlanned,
    DecisionSetAside,
    DeterminationAnswered,
    ExternalDeterminationReceived,
    RemedyAccepted,
    RemedyDeclined,
    RemedyFailed,
    RemedyFulfilled,
    RemedyLapsed,
    RemedyOffered,
    RemedyRevoked,
    ResolutionAgreed,
)
from domain.complaint.remedies.fold import GONE, GONE_FROM
from domain.complaint.state import RemedyStatus
from domain.event import DomainEvent

TaskStatus = Literal["planned", "done", "void"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """A remedy that was offered, and what came of it."""

    remedy_id: UUID
    status: RemedyStatus = "offered"


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """An action; void while the determination that directed it is refused or replaced."""

    action_id: UUID
    status: TaskStatus = "planned"


@dataclass(frozen=True, slots=True, kw_only=True)
class Directed:
    """What an outside body told the organisation to do, and who refused it."""

    referral_id: UUID
    action_ids: tuple[UUID, ...]
    is_binding: bool
    refused_by: tuple[str, ...] = ()

    @property
    def is_void(self) -> bool:
        """Whether the complainant refused, or the organisation what does not bind it."""
        is_refused_here = "organisation" in self.refused_by and not self.is_binding
        return "complainant" in self.refused_by or is_refused_here


@dataclass(frozen=True, slots=True, kw_only=True)
class Commitments:
    """The remedies and actions of a complaint, and what came of each."""

    remedies: tuple[Promise, ...] = ()
    actions: tuple[Task, ...] = ()
    directed: tuple[Directed, ...] = ()

    @property
    def owed(self) -> tuple[UUID, ...]:
        """The remedies that were accepted and are not wholly carried out."""
        return tuple(each.remedy_id for each in self.remedies if each.status == "accepted")

    def is_gone(self, remedy_id: UUID) -> bool:
        """Whether the organisation took a remedy back, or offered another one in its place."""
        return any(each.remedy_id == remedy_id and each.status in GONE for each in self.remedies)

    @property
    def outstanding(self) -> tuple[UUID, ...]:
        """The actions that are still to be carried out."""
        return tuple(each.action_id for each in self.actions if each.status == "planned")


def commitments_after(commitments: Commitments, event: DomainEvent) -> Commitments:
    """The commitments after one more event."""
    change = _CHANGES.get(type(event))
    if change is None or getattr(event, "lacks_authority", None):
        return commitments
    if getattr(event, "awaited_party_ids", None):
        return commitments  # Of several whose it is not all have taken it.
    return change(commitments, event)


def _offered(kept: Commitments, event: RemedyOffered) -> Commitments:
    before = _to(kept, "superseded", [event.supersedes] if event.supersedes else [])
    others = [each for each in before.remedies if each.remedy_id != event.remedy_id]
    return replace(before, remedies=(*others, Promise(remedy_id=event.remedy_id)))


def _becomes(status: RemedyStatus) -> Callable[[Commitments, Any], Commitments]:
    return lambda kept, event: _to(kept, status, [event.remedy_id])


def _fulfilled(kept: Commitments, event: RemedyFulfilled) -> Commitments:
    return kept if event.is_partial else _to(kept, "fulfilled", [event.remedy_id])


def _failed(kept: Commitments, event: RemedyFailed) -> Commitments:
    """What was carried out in vain is owed as before."""
    remedies = tuple(
        replace(each, status="accepted")
        if each.remedy_id == event.remedy_id and each.status == "fulfilled"
        else each
        for each in kept.remedies
    )
    return replace(kept, remedies=remedies)


def _to(kept: Commitments, status: RemedyStatus, ids: Iterable[UUID]) -> Commitments:
    wanted = set(ids)
    remedies = tuple(
        replace(each, status=status)
        if each.remedy_id in wanted and each.status in GONE_FROM[status]
        else each
        for each in kept.remedies
    )
    return replace(kept, remedies=remedies)


def _planned(kept: Commitments, event: ActionPlanned) -> Commitments:
    others = [each for each in kept.actions if each.action_id != event.action_id]
    return replace(kept, actions=(*others, Task(action_id=event.action_id)))


def _done(kept: Commitments, event: ActionCompleted | ActionEffectVerified) -> Commitments:
    actions = tuple(
        replace(each, status="done") if each.action_id == event.action_id else each
        for each in kept.actions
    )
    return replace(kept, actions=actions)


def _determined(kept: Commitments, event: ExternalDeterminationReceived) -> Commitments:
    new = Directed(
        referral_id=event.referral_id,
        action_ids=tuple(each.action_id for each in event.directions),
        is_binding=event.is_binding,
    )
    replaced = [each for each in kept.directed if each.referral_id == event.referral_id]
    others = [each for each in kept.directed if each not in replaced]
    alone = _with_directions(kept, replaced[0].action_ids, are_void=True) if replaced else kept
    return replace(alone, directed=(*others, new))


def _answered(kept: Commitments, event: DeterminationAnswered) -> Commitments:
    known = next((one for one in kept.directed if one.referral_id == event.referral_id), None)
    if known is None:
        return kept
    others = tuple(each for each in known.refused_by if each != event.by)
    refused_by = (*others, event.by) if event.answer_code == "refused" else others
    now = replace(known, refused_by=refused_by)
    directed = tuple(now if one is known else one for one in kept.directed)
    moved = _with_directions(kept, now.action_ids, are_void=now.is_void)
    return replace(moved, directed=directed)


def _with_directions(
    kept: Commitments, action_ids: Iterable[UUID], *, are_void: bool
) -> Commitments:
    wanted = set(action_ids)
    old: TaskStatus = "planned" if are_void else "void"
    new: TaskStatus = "void" if are_void else "planned"
    actions = tuple(
        replace(each, status=new) if each.action_id in wanted and each.status == old else each
        for each in kept.actions
    )
    return replace(kept, actions=actions)


_CHANGES: dict[type[DomainEvent], Callable[[Commitments, Any], Commitments]] = {
    RemedyOffered: _offered,
    RemedyAccepted: _becomes("accepted"),
    RemedyDeclined: _becomes("declined"),
    RemedyLapsed: _becomes("lapsed"),
    RemedyRevoked: _becomes("revoked"),
    RemedyFulfilled: _fulfilled,
    RemedyFailed: _failed,
    ResolutionAgreed: lambda kept, event: _to(kept, "accepted", event.remedy_ids),
    DecisionSetAside: lambda kept, event: _to(kept, "revoked", event.revoked_remedy_ids),
    ActionPlanned: _planned,
    ActionCompleted: _done,
    ActionEffectVerified: _done,
    ExternalDeterminationReceived: _determined,
    DeterminationAnswered: _answered,
}
