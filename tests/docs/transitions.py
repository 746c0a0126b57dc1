"""Which event leads from which state to which: found by letting every event happen everywhere."""

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import islice, product
from types import NoneType, UnionType
from typing import Any, Literal, NamedTuple, Union, get_args, get_origin
from uuid import UUID

from domain.complaint.closing.reopening import Reopen
from domain.complaint.events import (
    COMPLAINT_EVENTS,
    ComplaintReceived,
    ComplaintReopened,
    KnownStateImported,
)
from domain.complaint.fold import evolve
from domain.complaint.lifecycle import State
from domain.complaint.receipt.importing import KNOWN_STATES
from domain.complaint.state import Complaint
from domain.errors import Refusal
from domain.event import DomainEvent
from domain.registry import COMMANDS
from tests.docs.standing import standing
from tests.support.controls import APPROVER, SMALL, at, context, recorded
from tests.support.golden import example

STATES: tuple[State, ...] = get_args(State)
MOST_VARIANTS = 200
TOLD_ONLY = frozenset(
    {
        "settles_event_ids",
        "lacks_authority",
        "others_remain",
        "is_time_doubtful",
        "claimed",
        "is_beyond_stages",
        "is_for_party_alone",
    }
)
"""What no event of these has: it would change whose word it is, not where it leads."""


class Transition(NamedTuple):
    """That an event leads from one state, None for no complaint, to another."""

    event: str
    before: State | None
    after: State


@cache
def transitions() -> tuple[Transition, ...]:
    """All changes of state that the code makes, by event and state in the order of the life."""
    found = {Transition("ComplaintReceived", None, _received().state)}
    for complaint in standing():
        for event in _events(complaint):
            after = evolve(complaint, recorded(event, complaint.version + 1))
            if after.state != complaint.state:
                found.add(Transition(event.TYPE, complaint.state, after.state))
    return tuple(sorted(found, key=_place))


def unmoving() -> list[str]:
    """The events that never change the state."""
    moving = {one.event for one in transitions()}
    return [kind.TYPE for kind in COMPLAINT_EVENTS if kind.TYPE not in moving]


def explored() -> set[State]:
    """The states from which every event was tried."""
    return {complaint.state for complaint in standing()}


def _place(one: Transition) -> tuple[int, str, int]:
    before = STATES.index(one.before) if one.before else -1
    return before, one.event, STATES.index(one.after)


def _received() -> Complaint:
    return evolve(None, recorded(example(ComplaintReceived), 1))


def _events(complaint: Complaint) -> Iterator[DomainEvent]:
    for kind in COMPLAINT_EVENTS:
        if kind is ComplaintReopened:
            yield from _reopenings(complaint)
        elif kind is KnownStateImported:
            for state in sorted(KNOWN_STATES):
                yield example(kind).model_copy(update={"known_state": state})
        elif kind is not ComplaintReceived:
            yield from _variants(kind, complaint)


def _reopenings(complaint: Complaint) -> Iterator[DomainEvent]:
    """Where a reopening leads is said by the decision, not by the event alone."""
    for ground in get_args(ComplaintReopened.model_fields["ground_code"].annotation):
        try:
            facts = COMMANDS["reopen"](
                complaint,
                Reopen(ground_code=ground),
                context(at(days=1), by=APPROVER, under=SMALL),
            )
        except Refusal:
            continue
        yield facts[0].event


def _variants(kind: type[DomainEvent], complaint: Complaint) -> Iterator[DomainEvent]:
    """The event in every sense that its codes and its issues can give it in this complaint."""
    whole = example(kind)
    names = [name for name in kind.model_fields if name not in TOLD_ONLY]
    options = [list(_options(kind, name, complaint, whole)) for name in names]
    for values in islice(product(*options), MOST_VARIANTS):
        told = dict(zip(names, values, strict=True)) | dict.fromkeys(TOLD_ONLY)
        fields = {name: told[name] for name in kind.model_fields}
        yield whole.model_copy(update=fields)


def _options(
    kind: type[DomainEvent], name: str, complaint: Complaint, whole: DomainEvent
) -> Iterable[Any]:
    hint = kind.model_fields[name].annotation
    if name in ("stage", "round"):
        return [getattr(complaint, name)]
    if (known := _known(name, complaint, whole)) is not None:
        return known
    return [*codes] if (codes := _literals(hint)) else [getattr(whole, name)]


def _known(name: str, complaint: Complaint, whole: DomainEvent) -> Sequence[Any] | None:
    """What this complaint has of what a field names; None where its example does as well."""
    issues = tuple(complaint.issues)
    answer = complaint.answer
    decision = complaint.decision or answer
    known: dict[str, Sequence[Any]] = {
        "issue_ids": sorted({issues, issues[:1]}, key=len),
        "issue_id": issues,
        "decision_id": [decision.decision_id if decision else None],
        "target_event_id": [answer.event_id] if answer else [],
        "referral_id": tuple(complaint.referrals),
        "party_id": [complaint.party_id],
    }
    if name == "issues" and hasattr(whole, name):
        return [_of_each(getattr(whole, name)[0], issues)]
    return known.get(name) or None


def _of_each(part: Any, issues: Sequence[UUID]) -> tuple[Any, ...]:
    return tuple(part.model_copy(update={"issue_id": issue_id}) for issue_id in issues)


def _literals(hint: Any) -> tuple[Any, ...]:
    origin, inner = get_origin(hint), get_args(hint)
    if origin in (Union, UnionType):
        return next((_literals(one) for one in inner if one is not NoneType), ())
    return inner if origin is Literal else ()
