"""What might be asked of a complaint now, by every command, whether the rules allow it or not."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import cache
from typing import Any

from domain.complaint.state import Complaint
from domain.decider import AnyDecider
from domain.decision_context import Command
from domain.registry import COMMANDS
from domain.values import UNKNOWN, When
from tests.support.asking.answering import ANSWERING
from tests.support.asking.outside import OUTSIDE
from tests.support.asking.present import Bodies, Body, Present
from tests.support.asking.records import RECORDS
from tests.support.asking.shapes import Shapes, ids_of
from tests.support.asking.tracking import TRACKING
from tests.support.controls import LONDON

__all__ = ["BEGINNING", "BODIES", "Body", "Present", "beginning", "command", "sensible"]

_TOLD: tuple[Body, ...] = (
    {"narrative": "Late.", "complainant": {"name": "Ada"}},
    {"narrative": "Late.", "complainant": {"name": "Ada"}, "issues": [{}, {}]},
    {
        "narrative": "Late, broken, rude.",
        "complainant": {"name": "Ada"},
        "issues": [{"category_code": "delay"}, {"product_code": "parcel"}, {"seeks": ["refund"]}],
    },
    {"narrative": "Nobody need know who I am."},
    {
        "narrative": "For my client.",
        "complainant": {"name": "Ada"},
        "representative": {"contact": {"name": "Sol"}, "authority_basis_code": "mandate"},
    },
    {"narrative": "Long ago.", "occurred": When(on=date(2026, 2, 20), zone=LONDON)},
)
BEGINNING: Mapping[str, Sequence[Body]] = {
    "receive": _TOLD,
    "log": (*_TOLD, {**_TOLD[1], "severity_code": "high", "is_safety": True}),
    "settle": (
        {**_TOLD[0], "remedies": [{"kind_code": "apology"}]},
        {**_TOLD[1], "is_carried_out": False, "remedies": [{"kind_code": "apology"}]},
    ),
}
"""The bodies of the commands that begin a complaint."""

BODIES: Mapping[str, Bodies] = {**TRACKING, **ANSWERING, **OUTSIDE, **RECORDS}
"""What makes the bodies of each command on a complaint that there is."""


@cache
def beginning() -> tuple[tuple[AnyDecider, Command], ...]:
    """The commands that begin a complaint, first the plainest."""
    return tuple(
        (COMMANDS[name], COMMANDS[name].model.model_validate(body))
        for name, bodies in BEGINNING.items()
        for body in bodies
    )


def command(kind: AnyDecider, present: Present, choice: int, *, seed: int = 0) -> Command | None:
    """One of the commands of this kind that might be given now; None where there is none.

    choice: which of the bodies. seed: other than 0, only the form of the command is sure, or it
    says more of itself than it need.
    """
    if seed % 4 == 1:
        return Shapes(ids_of(present.events), seed).of(kind)
    bodies = list(BODIES[kind.name](present))
    # Each table begins with what is asked most.
    body = bodies[0 if choice % 3 == 0 else choice // 3 % len(bodies)]
    if seed % 4 == 2:
        body = {**body, **_more(kind, present, seed // 4)}
    made: Command = kind.model.model_validate(body)
    return made


def sensible(kind: AnyDecider, present: Present) -> Iterator[Command]:
    """All the commands of this kind that might be given now."""
    yield from (kind.model.model_validate(body) for body in BODIES[kind.name](present))


def _more(kind: AnyDecider, present: Present, choice: int) -> dict[str, Any]:
    """When it was, what proves it, and what it settles: one of what such a command may say."""
    told: list[tuple[str, Any]] = [("occurred", when) for when in _times(present)]
    told += [("entered_from", present.events[-1].event_id)]
    told += [("settles_event_ids", present.complaint.undecided)] * 3
    fitting = [one for one in told if one[0] in kind.model.model_fields]
    return dict([fitting[choice % len(fitting)]]) if fitting else {}


def _times(present: Present) -> Iterator[When]:
    complaint: Complaint = present.complaint
    yield UNKNOWN
    for days in (-1, -5, -60, 1, 30):
        moment = present.now + timedelta(days=days)
        yield When(at=moment, zone=LONDON)
        yield When(on=moment.date(), zone=LONDON)
    if complaint.received.unknown is None:
        yield complaint.received
