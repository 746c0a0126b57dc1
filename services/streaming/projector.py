"""Feeding the views: one reader, every projection, each record decoded once."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

import structlog

from adapters.delivered_events import arrived
from adapters.feed import Delivery, Feed, Mark
from adapters.postgres.heartbeats import NOWHERE, PROJECTIONS, Beat, Doing, beat, this_process
from adapters.postgres.views import PostgresViews, view_lag
from adapters.view_answers import Worker
from adapters.views import Batch, Outcome
from projections._kit import Projection
from projections._kit.admitting import Hole
from projections._kit.applied import Arrived

POLL_SECONDS = 0.5
BEAT_SECONDS = 2.0

logger = structlog.get_logger(__name__)


class LogRenewed(RuntimeError):
    """The log is another incarnation now: views, feed and positions begin anew."""


@dataclass
class Projecting:
    """Applies what the feed brings to every projection, each in a transaction of its own."""

    views: PostgresViews
    projections: Sequence[Projection]
    log_id: UUID
    feed_name: str
    beat_seconds: float = BEAT_SECONDS
    worker: str = field(default_factory=this_process)
    _stopped: set[str] = field(default_factory=set)
    _waiting: dict[tuple[str, int], Hole] = field(default_factory=dict)
    _unpromoted: set[str] = field(default_factory=set)
    _beat_at: float = float("-inf")

    def prepare(self) -> None:
        """Make what the views need, also for a projection that is new. Raises ViewDiffers."""
        for projection in self.projections:
            self.views.prepare(projection, self.log_id)
            self.views.must_be_filled_by(projection)
            if not self.views.promote(projection, self.log_id):
                self._unpromoted.add(projection.name)

    def resume(self, slices: frozenset[int]) -> Mapping[int, Mark]:
        """From where the feed goes on in each slice: where the least advanced projection is."""
        marks = [self.views.marks(projection, self.log_id) for projection in self.projections]
        return {
            slice_: min(
                (each[slice_] for each in marks if slice_ in each), key=lambda mark: mark.position
            )
            for slice_ in slices
        }

    @property
    def slices(self) -> frozenset[int]:
        """Those that some projection reads."""
        return frozenset().union(*(each.slices for each in self.projections))

    def run(self, feed: Feed, stopped: Callable[[], bool]) -> None:
        """Apply until ``stopped`` says so.

        Raises LogRenewed when the database holds another log than the one begun with.
        """
        while not stopped():
            self.step(feed, POLL_SECONDS)
        view_lag.leave(self.views.connection, self.worker)

    def step(self, feed: Feed, seconds: float) -> int:
        """Apply what comes within so long; how many deliveries there were."""
        came = feed.poll(seconds)
        self._beat(feed)
        if came:
            self.take(feed, came)
        return len(came)

    def take(self, feed: Feed, came: Sequence[Delivery]) -> None:
        """Apply these deliveries; those of another log are told and left alone."""
        ours = [arrived(each) for each in came if each.log_id == self.log_id]
        if len(ours) < len(came):
            count = len(came) - len(ours)
            logger.error("projections.foreign_log", count=count, log_id=str(came[-1].log_id))
        for projection in self.projections:
            its = [each for each in ours if each.slice in projection.slices]
            if its and projection.name not in self._stopped:
                self._apply(projection, feed, its)

    def _apply(self, projection: Projection, feed: Feed, batch: Sequence[Arrived]) -> None:
        outcome = self._applied(projection, feed, batch)
        while fetched := [each for hole in outcome.holes for each in self._missing(feed, hole)]:
            # What a hole held back comes after what was missing.
            batch = [*map(arrived, fetched), *batch]
            outcome = self._applied(projection, feed, batch)
        self._note_holes(projection, outcome)

    def _applied(self, projection: Projection, feed: Feed, batch: Sequence[Arrived]) -> Outcome:
        brought = Batch(self.log_id, batch, feed.topic_id, feed.management_id)
        outcome = self.views.apply(projection, brought)
        self._tell(projection, outcome)
        return outcome

    def _missing(self, feed: Feed, hole: Hole) -> list[Delivery]:
        return feed.between(hole.slice, hole.after, hole.before) or []

    def _tell(self, projection: Projection, outcome: Outcome) -> None:
        for trouble in outcome.parked:
            logger.error(
                "projections.parked",
                projection=projection.name,
                complaint_id=str(trouble.stream_id),
                position=trouble.position,
                reason=trouble.reason,
            )
        if outcome.stopped is not None:
            self._stopped.add(projection.name)
            logger.critical(
                "projections.stopped",
                projection=projection.name,
                slice=outcome.stopped.slice,
                position=outcome.stopped.position,
                reason=outcome.stopped.reason,
            )

    def _note_holes(self, projection: Projection, outcome: Outcome) -> None:
        """Tell once of each hole that cannot be fetched; its repeat is waited for."""
        for hole in outcome.holes:
            place = (projection.name, hole.slice)
            if self._waiting.get(place) != hole:
                self._waiting[place] = hole
                logger.warning(
                    "projections.waits",
                    projection=projection.name,
                    slice=hole.slice,
                    position=hole.before,
                    reason=f"nothing came after {hole.after}",
                )

    def _beat(self, feed: Feed) -> None:
        if time.monotonic() - self._beat_at < self.beat_seconds:
            return
        self._beat_at = time.monotonic()
        if self.views.log_id() != self.log_id:
            raise LogRenewed(f"the log is no longer {self.log_id}")
        slices = tuple(sorted(feed.slices))
        view_lag.beat(
            self.views.connection,
            Worker(
                worker=self.worker,
                log_id=self.log_id,
                feed=self.feed_name,
                slices=slices,
                silent_seconds=0.0,
            ),
        )
        self._say("working", places=[NOWHERE, *map(str, slices)])
        self._promote()

    def waits(self, reason: str) -> None:
        """Say that this worker feeds nothing until something is there again."""
        self._say("waiting", reason=reason)

    def _say(
        self, doing: Doing, *, places: Sequence[str] = (NOWHERE,), reason: str | None = None
    ) -> None:
        heartbeat = Beat(
            part=PROJECTIONS,
            instance=self.worker,
            places=tuple(places),
            doing=doing,
            reason=reason,
        )
        beat(self.views.connection, heartbeat)

    def _promote(self) -> None:
        for projection in self.projections:
            if projection.name in self._unpromoted and self.views.promote(projection, self.log_id):
                self._unpromoted.discard(projection.name)
                logger.info("projections.switched", projection=projection.name)
