"""What there might be to see of a running Plaint: all is well, but for what a test says."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

from adapters.postgres.heartbeats import CLOCK, NOWHERE, PROJECTIONS, RELAY, Doing, Heard
from adapters.postgres.system_status import Line, Next, Seen
from adapters.view_answers import Standing, Standings, Worker
from domain.slices import SLICES
from services.operations.stalls import Rules

NOW = datetime(2026, 11, 21, 12, 0, 0, tzinfo=UTC)
LOG = UUID("89c159d9-a324-4de9-a08e-f2e8ba48c89c")
TOPIC = "plaint.complaints.v1"
RULES = Rules(limit=60, publishes=True)
HEAD = 40


def ago(seconds: float) -> datetime:
    return NOW - timedelta(seconds=seconds)


def said(
    part: str,
    place: str = NOWHERE,
    *,
    heard: float = 1,
    doing: Doing = "working",
    reason: str | None = None,
    since: float = 1000,
) -> Heard:
    """What a part said some seconds ago. since: seconds since it has been doing that."""
    return Heard(part, place, "vm:1", doing, reason, ago(since), ago(heard))


def view(**other: object) -> Standing:
    made = Standing(
        projection="audit_trail",
        version=1,
        log_id=LOG,
        is_live=True,
        slices=dict.fromkeys(range(SLICES), HEAD),
        complete_upto=HEAD,
        head=HEAD,
        parked=0,
        stopped=None,
    )
    return replace(made, **other)  # type: ignore[arg-type]


def worker(**other: object) -> Worker:
    made = Worker(
        worker="vm:1", log_id=LOG, feed="store", slices=tuple(range(SLICES)), silent_seconds=1
    )
    return replace(made, **other)  # type: ignore[arg-type]


ALL_WELL = [
    said(RELAY, TOPIC),
    said(CLOCK),
    *(said(PROJECTIONS, str(slice_)) for slice_ in range(SLICES)),
]


def waits(position: int, seconds: float) -> Next:
    """An event that was stored so long ago and has been the next ever since."""
    return Next(position, ago(seconds), ago(seconds))


def seen(
    *heard: Heard,
    views: tuple[Standing, ...] = (),
    workers: tuple[Worker, ...] = (),
    published: int = HEAD,
    unpublished: Next | None = None,
    unapplied: Mapping[Line, Next] | None = None,
) -> Seen:
    """All is well but for what is given; what is heard comes in the place of the same before."""
    last = {(one.part, one.place): one for one in [*ALL_WELL, *heard]}
    return Seen(
        at=NOW,
        log_id=LOG,
        head=HEAD,
        topic=TOPIC,
        published=published,
        unpublished=unpublished,
        unapplied=unapplied or {},
        heard=last,
        standings=Standings(views or (view(),), workers or (worker(),)),
    )


def without(found: Seen, *parts: str) -> Seen:
    """The same, these parts never heard of."""
    return replace(
        found, heard={key: one for key, one in found.heard.items() if key[0] not in parts}
    )
