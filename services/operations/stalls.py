"""What stands still, and why: the one place that says what counts as a stall."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby
from typing import Annotated

from adapters.postgres.heartbeats import CLOCK, NOWHERE, PROJECTIONS, RELAY, Heard
from adapters.postgres.system_status import Line, Next, Seen
from adapters.view_answers import Standing
from domain.slices import SLICES
from services.operations.api_processes import API

STALLED_AFTER = "stalled_after"
"""The setting that says how long, as a start notes it for whoever looks later."""


@dataclass(frozen=True, slots=True)
class Stall:
    """One part that stands still."""

    part: Annotated[
        str,
        "relay, projections, clock, api, or api-2 and so on where several processes serve it, "
        "reads log, documents, or the name of a view.",
    ]
    reason: Annotated[str, "Why it counts as stalled, with the values."]
    instead: Annotated[str, "What to do about it."]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """What is expected.

    limit: seconds for which a part may be silent, or an event wait. publishes: whether there shall
    be a relay. apis: the processes of the API; one alone is known by its answer. watched_since:
    silence from before does not count, for whoever watches needs time to hear of those who just
    started too; None where it is looked only once.
    """

    limit: float
    publishes: bool
    apis: tuple[str, ...] = (API,)
    watched_since: datetime | None = None


def faults(seen: Seen, rules: Rules) -> tuple[Stall, ...]:
    """Everything that stands still, its cause once: what merely follows from it is not told."""
    judge = _Judge(seen, rules)
    parts = (*judge.relay(), *judge.clock(), *judge.apis())
    return tuple([*parts, *judge.feeding(), *judge.views()])


def waiting(seen: Seen, rules: Rules) -> dict[Line, Next]:
    """The lines in which an event waits that a worker can have; others wait for the relay."""
    return {
        line: first
        for line, first in seen.unapplied.items()
        if not rules.publishes or first.position <= seen.published
    }


class _Judge:
    """One look, judged by the rules."""

    def __init__(self, seen: Seen, rules: Rules) -> None:
        self._seen = seen
        self._rules = rules

    def relay(self) -> Iterator[Stall]:
        if not self._rules.publishes:
            return
        heard = self._seen.heard.get((RELAY, self._seen.topic))
        if heard is not None and heard.doing == "refused":
            reason = f"refuses to publish since {_instant(heard.since)}: {heard.reason}"
            yield Stall(RELAY, reason, "do what it says, then start the relay again")
        elif self._is_silent(heard):
            yield self._silent(RELAY, heard)
        elif heard is not None and heard.doing == "waiting" and self._is_old(heard.since):
            yield Stall(RELAY, self._waits(heard), "see that the broker runs and can be reached")
        else:
            yield from self._unpublished(heard)

    def _unpublished(self, heard: Heard | None) -> Iterator[Stall]:
        first = self._seen.unpublished
        if first is not None and self._is_old(first.since):
            reason = (
                f"position {first.position} is not published yet, {self._ago(first.appended_at)} "
                f"after it was stored ({self._seen.head - self._seen.published} unpublished up "
                f"to {self._seen.head})"
            )
            if heard is not None and heard.doing == "waiting":
                reason += f"; it {self._waits(heard)}"
            instead = "see its log for why; it can be started again without loss"
            yield Stall(RELAY, reason, instead)

    def clock(self) -> Iterator[Stall]:
        heard = self._seen.heard.get((CLOCK, NOWHERE))
        if self._is_silent(heard):
            yield self._silent(CLOCK, heard)

    def apis(self) -> Iterator[Stall]:
        for name in self._rules.apis if len(self._rules.apis) > 1 else ():
            if self._is_silent(heard := self._seen.heard.get((name, NOWHERE))):
                yield self._silent(name, heard)

    def feeding(self) -> Iterator[Stall]:
        """The slices that no worker feeds, together as far as the same worker had them last."""
        unfed = sorted(
            (heard.instance if heard else "", slice_)
            for slice_ in range(SLICES)
            if self._is_silent(heard := self._fed(slice_))
        )
        for instance, found in groupby(unfed, key=lambda one: one[0]):
            slices = [slice_ for _, slice_ in found]
            yield self._unfed(instance, slices)

    def _unfed(self, instance: str, slices: Sequence[int]) -> Stall:
        instead = "start a projection worker, or see the log of the one that runs"
        heard = self._fed(slices[0])
        if heard is None:
            since = self._since_recovery()
            ever = "" if since else "ever "
            reason = f"no worker was {ever}heard of for {_listed(slices)}{since}"
        else:
            known = {one.worker for one in self._seen.standings.workers}
            since = "was not heard of since" if instance in known else "has ended"
            reason = (
                f"no worker has fed {_listed(slices)} for {self._ago(heard.beat_at)}: "
                f"the last, {instance}, {since}"
            )
        said = self._seen.heard.get((PROJECTIONS, NOWHERE))
        if said is not None and not self._is_silent(said) and said.doing == "waiting":
            reason += f"; {said.instance} {self._waits(said)}"
        return Stall(PROJECTIONS, reason, instead)

    def views(self) -> Iterator[Stall]:
        views = self._seen.standings.views
        live = {view.projection: view.version for view in views if view.is_live}
        lines = waiting(self._seen, self._rules)
        for view in views:
            if view.stopped is not None and view.version >= live.get(view.projection, 0):
                reason = f"stopped at position {view.stopped}"
                instead = "nothing is left out; run a version of Plaint that can read the event"
                yield Stall(_name(view), reason, instead)
            elif view.is_live:
                yield from self._lagging(view, lines)

    def _lagging(self, view: Standing, lines: dict[Line, Next]) -> Iterator[Stall]:
        own = [
            (first.since, first.position, slice_)
            for (name, version, slice_), first in lines.items()
            if (name, version) == (view.projection, view.version)
            and not self._is_silent(self._fed(slice_))
            and self._is_old(first.since)
        ]
        if own:
            since, position, slice_ = min(own)
            reason = (
                f"position {position} waits to be applied for {self._ago(since)} "
                f"(slice {slice_}, {_slices(len(own))} in all, complete up to "
                f"{view.complete_upto} of {view.head})"
            )
            yield Stall(_name(view), reason, "see the log of the projection workers for why")

    def _fed(self, slice_: int) -> Heard | None:
        return self._seen.heard.get((PROJECTIONS, str(slice_)))

    def _silent(self, part: str, heard: Heard | None) -> Stall:
        instead = f"see that the {part} runs; it can be started again without harm"
        if heard is None:
            since = self._since_recovery()
            return Stall(
                part, f"was not heard of{since}" if since else "was never heard of", instead
            )
        reason = f"was not heard of for {self._ago(heard.beat_at)} ({heard.instance})"
        if heard.doing == "waiting":
            reason += f"; it {self._waits(heard)}"
        return Stall(part, reason, instead)

    def _since_recovery(self) -> str:
        """Since when signs of life are known, where those from before are lost."""
        at = self._seen.recovered_at
        return f" since the database recovered at {_instant(at)} ({self._ago(at)})" if at else ""

    def _waits(self, heard: Heard) -> str:
        return f"waits since {_instant(heard.since)} ({self._ago(heard.since)}): {heard.reason}"

    def _is_silent(self, heard: Heard | None) -> bool:
        if heard is not None:
            return self._is_old(heard.beat_at)
        since = self._seen.recovered_at or self._rules.watched_since
        return since is None or self._is_old(since)

    def _is_old(self, since: datetime) -> bool:
        """Whether it is longer ago than the limit, and was watched for that long."""
        counted = max(since, self._rules.watched_since or since)
        return (self._seen.at - counted).total_seconds() > self._rules.limit

    def _ago(self, at: datetime) -> str:
        return f"{(self._seen.at - at).total_seconds():.0f} s"


def _name(view: Standing) -> str:
    return view.projection if view.is_live else f"{view.projection} v{view.version}"


def _listed(slices: Sequence[int]) -> str:
    if len(slices) == SLICES:
        return f"any of the {SLICES} slices"
    word = "slice" if len(slices) == 1 else "slices"
    return f"{word} {', '.join(map(str, slices))}"


def _slices(number: int) -> str:
    return "1 slice" if number == 1 else f"{number} slices"


def _instant(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%SZ")
