"""Rebuilt tables beside the live ones, and the one moment in which they take their place."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from adapters.feed import Mark
from adapters.postgres.views import making
from adapters.postgres.views.positions import Positions
from adapters.postgres.views.store import PostgresViews
from adapters.postgres.views.tables import Target, bare_creation, dropping, indexing, renaming
from domain.errors import ErrorCategory
from projections._kit import Projection
from projections._kit.folding import Trouble, Work

NEW, OLD = "__new", "__old"
LOCK = "SELECT pg_try_advisory_lock(7706, hashtext(%s))"
UNLOCK = "SELECT pg_advisory_unlock(7706, hashtext(%s))"


class AlreadyRebuilding(RuntimeError):
    """Somebody else rebuilds the view at this moment."""

    category = ErrorCategory.UNAVAILABLE


class NotThereYet(RuntimeError):
    """The live view has moved on meanwhile: catch up and try again."""

    category = ErrorCategory.UNAVAILABLE


@dataclass(frozen=True, slots=True)
class Swapped:
    """The digests at the same position, where both could be had; None where there was no other."""

    new: str
    live: str | None


class Rebuild:
    """The rebuilding of one view in one log; everything else goes on meanwhile."""

    def __init__(self, views: PostgresViews, projection: Projection, log_id: UUID) -> None:
        self._views = views
        self._connection = views.connection
        self._log_id = log_id
        self.target = Target(projection, NEW)
        self._live = Target(projection)
        self._new_positions = Positions(views.connection, self.target, log_id)
        self._live_positions = Positions(views.connection, self._live, log_id)

    def begin(self) -> None:
        """Make empty tables beside the live ones. Raises AlreadyRebuilding."""
        self._views.prepare(self._live.projection, self._log_id)
        if self._connection.execute(LOCK, [self._live.mark]).fetchone() != (True,):
            raise AlreadyRebuilding(
                f"{self._live.mark} is being rebuilt already: wait until that has ended"
            )
        with self._connection.transaction():
            making.become_owner(self._connection, self._views.owner)
            making.run(self._connection, [*dropping(self.target), *bare_creation(self.target)])
            making.forget(self._connection, self.target)
            self._new_positions.start()

    def end(self) -> None:
        """Let others rebuild the view again."""
        self._connection.execute(UNLOCK, [self._live.mark])

    def goal(self, ends: Mapping[int, int]) -> dict[int, int]:
        """How far to go in each slice: to where the live view is, to be compared with it.

        To the ends where readers see another version, or this one but nothing is in it yet.
        """
        live = {slice_: mark.position for slice_, mark in self._live_positions.marks().items()}
        return live if self._is_shown() and any(live.values()) else dict(ends)

    def reached(self, upto: Mapping[int, int], parked: tuple[Trouble, ...]) -> None:
        """Write down that the new tables are filled up to here, and make their indexes."""
        with self._connection.transaction():
            making.become_owner(self._connection, self._views.owner)
            making.run(self._connection, indexing(self.target))
            self._new_positions.move({s: Mark(place) for s, place in upto.items()})
            self._new_positions.note(Work(parked=parked))

    def places(self) -> dict[int, int]:
        """How far the new tables are in each slice."""
        return {slice_: mark.position for slice_, mark in self._new_positions.marks().items()}

    def swap(self) -> Swapped:
        """Put the new tables in the place of the live ones, in one transaction.

        The live view stands still meanwhile. Its former tables are kept, for the way back, until
        the next rebuild. Raises NotThereYet.
        """
        with self._connection.transaction():
            live = self._live_positions.lock(self._live.projection.slices)
            new = self.places()
            if any(new[slice_] < live[slice_] for slice_ in live):
                raise NotThereYet(f"{self._live.mark} has moved on: catch up with it")
            digests = self._digests(is_comparable=live == new)
            making.become_owner(self._connection, self._views.owner)
            self._rename()
            self._take_over(new)
            making.show(self._connection, self._live, self._log_id)
        return digests

    def _is_shown(self) -> bool:
        row = self._connection.execute(making.LIVE, [self._live.mark]).fetchone()
        return row == (self._live.projection.version, self._log_id)

    def _digests(self, *, is_comparable: bool) -> Swapped:
        new = self._views.digest_of(self.target)
        return Swapped(new, self._views.digest_of(self._live) if is_comparable else None)

    def _rename(self) -> None:
        making.drop_view(self._connection, self._live)
        former = Target(self._live.projection, OLD)
        making.run(self._connection, dropping(former))
        making.run(self._connection, renaming(self._live, former))
        making.run(self._connection, renaming(self.target, self._live))

    def _take_over(self, places: Mapping[int, int]) -> None:
        """The live watermarks go on from the new tables' places; a Kafka offset may lie before."""
        marks = self._live_positions.marks()
        parked = self._new_positions.troubles("parked")
        making.forget_troubles(self._connection, self._live)
        self._live_positions.move(
            {s: Mark(places[s], marks[s].topic_id, marks[s].offset) for s in marks}
        )
        self._live_positions.note(Work(parked=parked))
        making.forget(self._connection, self.target)
