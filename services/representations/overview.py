"""How everything is, as programs are told: alike at /health and by ``plaint status --json``."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated
from uuid import UUID

from adapters.postgres.heartbeats import CLOCK, NOWHERE, PROJECTIONS, RELAY, STANDBY, Doing, Heard
from adapters.postgres.system_status import Next, Seen
from adapters.view_answers import Standing, Worker
from domain.slices import SLICES
from services.operations.health_watch import Sight
from services.operations.stalls import Stall
from services.policies.adopt_policy import WaitingPolicy
from services.policies.calendars_ending import RunningOut

HEARTBEAT = "Seconds since its last sign of life; null if there was none ever."
WAITS = "Seconds since the oldest event that it lacks was stored; null if it lacks none."


@dataclass(frozen=True, slots=True, kw_only=True)
class Life:
    """Whether a part lives, by what it last said itself."""

    heartbeat_seconds: Annotated[float | None, HEARTBEAT]
    doing: Annotated[Doing | None, "What it last said of itself."]
    since: Annotated[datetime | None, "Since when it has been doing that."]
    reason: Annotated[str | None, "Why it waits or refuses."]
    instance: Annotated[str | None, "Which process said so, as host:pid."]


@dataclass(frozen=True, slots=True, kw_only=True)
class RelayShown:
    """The relay; absent where nothing is published."""

    topic: Annotated[str, "The topic that it fills."]
    position: Annotated[int, "The last position that is published."]
    unpublished: Annotated[int, "How many positions are not published yet."]
    oldest_seconds: Annotated[float | None, WAITS]
    life: Life
    standby: Annotated[Life | None, "A relay that waits for its turn; null without."]


@dataclass(frozen=True, slots=True, kw_only=True)
class ViewShown:
    """One version of one view."""

    name: Annotated[str, "The projection."]
    version: Annotated[int, "Its version."]
    is_live: Annotated[bool, "Whether readers see this version."]
    position: Annotated[int, "All events up to here are in it."]
    lag: Annotated[int, "How many positions of the record are not known to be in it yet."]
    oldest_seconds: Annotated[float | None, WAITS]
    heartbeat_seconds: Annotated[float | None, "The same of the slice that waits the longest."]
    parked: Annotated[int, "Complaints that could not be folded and are put aside."]
    stopped: Annotated[str | None, "At which position it stopped, and why."]


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """Everything at one moment."""

    is_well: Annotated[bool, "Whether nothing stands still."]
    faults: tuple[Stall, ...]
    at: Annotated[datetime, "When it was looked, by the database's clock."]
    stalled_after: Annotated[float, "Seconds of silence or waiting that make a stall."]
    position: Annotated[int, "The last position of the record."]
    log_id: Annotated[UUID, "Which incarnation of the log it is."]
    legal_entities: Annotated[
        tuple[str, ...],
        "Those that adopted a policy, the installation's first; `generated`: complaints made up by "
        "`plaint generate`.",
    ]
    relay: RelayShown | None
    clock: Life
    apis: Annotated[tuple[Life, ...], "The processes of the API: api, api-2 and so on."]
    slices_fed: Annotated[int, "How many of the 12 slices a worker feeds."]
    projections: tuple[ViewShown, ...]
    workers: tuple[Worker, ...]
    calendars_running_out: tuple[RunningOut, ...]
    policies_waiting: tuple[WaitingPolicy, ...]


def overview(
    sight: Sight,
    *,
    entities: Sequence[str],
    also: Iterable[Stall] = (),
    ending: Iterable[RunningOut] = (),
    waiting: Iterable[WaitingPolicy] = (),
) -> Overview:
    """What was seen, in its shape for programs.

    entities: those that adopted a policy. also: faults of what a look cannot see. ending: the
    calendars that soon end. waiting: versions of policies in force that nobody has adopted.
    """
    seen, views = sight.seen, sight.seen.standings.views
    found = (*also, *sight.faults)
    return Overview(
        is_well=not found,
        faults=found,
        at=seen.at,
        stalled_after=sight.rules.limit,
        position=seen.head,
        log_id=seen.log_id,
        legal_entities=tuple(entities),
        relay=_relay(sight) if sight.rules.publishes else None,
        clock=_life(seen, seen.heard.get((CLOCK, NOWHERE))),
        apis=tuple(_life(seen, seen.heard.get((name, NOWHERE))) for name in sight.rules.apis),
        slices_fed=sum(_is_recent(sight, heard) for heard in _feeding(seen)),
        projections=tuple(_view(seen, view) for view in views),
        workers=seen.standings.workers,
        calendars_running_out=tuple(ending),
        policies_waiting=tuple(waiting),
    )


def feeding_seconds(seen: Seen) -> float | None:
    """Seconds since all slices were fed; None if one never was."""
    beats = [heard.beat_at for heard in _feeding(seen) if heard is not None]
    return _seconds(seen, min(beats)) if len(beats) == SLICES else None


def oldest_seconds(seen: Seen, view: Standing) -> float | None:
    """Seconds since the oldest event that a view lacks was stored; None if it lacks none."""
    stored = [
        first.appended_at
        for (name, version, _), first in seen.unapplied.items()
        if (name, version) == (view.projection, view.version)
    ]
    return _seconds(seen, min(stored)) if stored else None


def unpublished_seconds(seen: Seen) -> float | None:
    """The same of the topic."""
    first: Next | None = seen.unpublished
    return None if first is None else _seconds(seen, first.appended_at)


def heartbeat_seconds(seen: Seen, part: str, place: str = NOWHERE) -> float | None:
    """Seconds since a part's last sign of life; None if there was none ever."""
    heard = seen.heard.get((part, place))
    return None if heard is None else _seconds(seen, heard.beat_at)


def _relay(sight: Sight) -> RelayShown:
    seen = sight.seen
    standby = seen.heard.get((STANDBY, seen.topic))
    return RelayShown(
        topic=seen.topic,
        position=seen.published,
        unpublished=seen.head - seen.published,
        oldest_seconds=unpublished_seconds(seen),
        life=_life(seen, seen.heard.get((RELAY, seen.topic))),
        standby=_life(seen, standby) if _is_recent(sight, standby) else None,
    )


def _life(seen: Seen, heard: Heard | None) -> Life:
    return Life(
        heartbeat_seconds=None if heard is None else _seconds(seen, heard.beat_at),
        doing=None if heard is None else heard.doing,
        since=None if heard is None else heard.since,
        reason=None if heard is None else heard.reason,
        instance=None if heard is None else heard.instance,
    )


def _view(seen: Seen, view: Standing) -> ViewShown:
    return ViewShown(
        name=view.projection,
        version=view.version,
        is_live=view.is_live,
        position=view.complete_upto,
        lag=view.lag,
        oldest_seconds=oldest_seconds(seen, view),
        heartbeat_seconds=feeding_seconds(seen),
        parked=view.parked,
        stopped=view.stopped,
    )


def _feeding(seen: Seen) -> list[Heard | None]:
    return [seen.heard.get((PROJECTIONS, str(slice_))) for slice_ in range(SLICES)]


def _is_recent(sight: Sight, heard: Heard | None) -> bool:
    return heard is not None and _seconds(sight.seen, heard.beat_at) <= sight.rules.limit


def _seconds(seen: Seen, since: datetime) -> float:
    return round(max((seen.at - since).total_seconds(), 0.0), 3)
