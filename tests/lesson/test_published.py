"""A second aggregate is published to a topic of its own, and folded from it, and from the store."""

import asyncio
import json
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import UUID

import psycopg
import pytest

from adapters.kafka.clients import Kafka
from adapters.kafka.feed import KafkaFeed
from adapters.kafka.publisher import Publisher
from adapters.kafka.reading import Published, read_topic
from adapters.kafka.topic import ensure_topic, management_topic
from adapters.postgres.log import Log
from adapters.postgres.pages import Pages
from adapters.postgres.relay_state import RelayState
from adapters.postgres.roles import PROJECTOR, RELAY, REPLAYER
from adapters.postgres.store_feed import StoreFeed
from adapters.postgres.views import PostgresViews
from adapters.postgres.views.filling import history
from domain.slices import MANAGEMENT
from domain.values import Actor
from projections import case_queue
from projections._kit import Projection
from services.commands.command_request import CommandRequest
from services.commands.command_service import CommandService
from services.streaming import rebuilding
from services.streaming.projector import Projecting
from services.streaming.relay import Relay
from services.verification.check_topic import compare
from services.verification.check_views import check_views
from tests.api.conftest import installed
from tests.lesson.aggregate import NoteLesson, ShareLesson
from tests.lesson.lessons_view import CURES, LESSONS, POISON
from tests.support.fix_kafka import checkpoints_of
from tests.support.relay_in_memory import once_idle
from tests.support.servers import FreshDatabases

pytestmark = pytest.mark.servers

HANDLER = Actor(kind="staff", id=UUID(int=5), role="handler", unit="north")
VIEWS: tuple[Projection, ...] = (LESSONS, case_queue.PROJECTION)


@dataclass
class Lessons:
    """Two lessons and two complaints, stored in turn, and the topics that they go to."""

    database: FreshDatabases
    address: str
    topic: str
    ids: list[UUID]

    @property
    def management(self) -> str:
        return f"{self.topic}-management"

    def relay(self, management: str | None = None) -> None:
        """Publish all that is stored, as the relay does."""
        beside, doubts = management or self.management, list[str]()
        admin = Kafka(self.address).admin()
        ensure_topic(admin, management_topic(beside))
        admin.close()
        to = Publisher(
            Kafka(self.address),
            self.topic,
            checkpoints=checkpoints_of(self.topic),
            management=beside,
            doubt=doubts.append,
        )
        with psycopg.connect(self.database.dsn(RELAY), autocommit=True) as connection:
            state = RelayState(connection, self.topic, beside)
            Relay(Log(connection), to, state).run(once_idle)
        assert doubts == []

    def share(self, unit: str) -> None:
        """Bring the first lesson to one more unit."""
        asyncio.run(_given(self.database, share=(self.ids[0], unit)))

    def records(self, topic: str | None = None) -> list[Published]:
        return list(read_topic(Kafka(self.address), topic or self.management))

    @contextmanager
    def projecting(self, role: str = PROJECTOR) -> Iterator[Projecting]:
        with closing(PostgresViews.open(self.database.dsn(role))) as views:
            made = Projecting(views, VIEWS, views.log_id(), "tests")
            made.prepare()
            yield made

    @contextmanager
    def store(self) -> Iterator[psycopg.Connection[Any]]:
        with psycopg.connect(self.database.dsn(REPLAYER), autocommit=True) as connection:
            yield connection


async def _given(database: FreshDatabases, share: tuple[UUID, str] | None = None) -> list[UUID]:
    async with installed(database, adopts=share is None) as parts:
        run = partial(_run, parts.complaints)
        if share is not None:
            return [await run("share_lesson", ShareLesson(unit=share[1]), share[0])]
        ids = []
        for number in range(2):
            ids.append(await run("note_lesson", NoteLesson(topic_code="lids", lesson="Lids fall")))
            await run("receive", {"narrative": f"It came late {number}"})
        await run("share_lesson", ShareLesson(unit="north"), ids[0])
        return ids


async def _run(complaints: CommandService, name: str, command: Any, of: UUID | None = None) -> UUID:
    from domain.registry import COMMANDS

    if isinstance(command, dict):
        command = COMMANDS[name].model.model_validate(command)
    done = await complaints.run(
        CommandRequest(name=name, command=command, actor=HANDLER, stream_id=of)
    )
    return done.stream_id


@pytest.fixture
def lessons(database: FreshDatabases, kafka: str, topic: str) -> Lessons:
    return Lessons(database, kafka, topic, asyncio.run(_given(database)))


def units(projecting: Projecting) -> dict[UUID, int]:
    return {row.stream_id: row.units for row in projecting.views.rows(LESSONS)}


def test_its_events_go_to_the_topic_beside_in_order_and_both_rows_move(lessons: Lessons) -> None:
    lessons.relay()
    records = lessons.records()
    assert [one.headers["ce_type"] for one in records] == [
        "plaint.LessonNoted.v1",
        "plaint.LessonNoted.v1",
        "plaint.LessonShared.v1",
    ]
    positions = [one.headers["ce_position"] for one in records]
    assert [one.headers["ce_prevposition"] for one in records] == ["0", *positions[:-1]]
    assert all(b'"stream_kind":"complaint"' in one.value for one in lessons.records(lessons.topic))
    with lessons.store() as store:
        rows = store.execute("SELECT topic, position, prev FROM relay ORDER BY topic").fetchall()
        head = Log(store).head()
    assert [(name, position) for name, position, _ in rows] == [
        (lessons.topic, head),
        (lessons.management, head),
    ]
    assert rows[1][2] == [int(positions[-1])]
    told = json.loads(lessons.records(checkpoints_of(lessons.topic))[-1].value)
    assert (len(told["prev"]), told["management_prev"]) == (12, int(positions[-1]))


def test_a_topic_that_is_new_beside_the_other_is_filled_with_all_that_was_stored(
    lessons: Lessons,
) -> None:
    lessons.relay()
    before = len(lessons.records(lessons.topic))
    lessons.relay(f"{lessons.topic}-anew")
    assert len(lessons.records(f"{lessons.topic}-anew")) == 3
    assert len(lessons.records(lessons.topic)) == before
    with (
        lessons.store() as store,
        closing(psycopg.connect(lessons.database.dsn(RELAY), autocommit=True)) as c,
    ):
        row = RelayState(c, lessons.topic, lessons.management).read()
        look = compare(
            Pages(store),
            Log(store),
            Kafka(lessons.address),
            topics=(lessons.topic, lessons.management),
            row=row,
            advance=lambda _: None,
        )
    assert look.found().differs == 0 and look.checked == before + 3


def test_a_projection_reads_the_slice_that_it_names_from_kafka(lessons: Lessons) -> None:
    lessons.relay()
    with lessons.projecting() as projecting:
        feed = KafkaFeed(
            Kafka(lessons.address),
            (lessons.topic, lessons.management),
            resume=projecting.resume,
            group=f"{lessons.topic}-group",
        )
        for _ in range(100):
            if projecting.step(feed, 0.2) == 0 and units(projecting):
                break
        assert units(projecting) == {lessons.ids[0]: 1, lessons.ids[1]: 0}
        assert len(projecting.views.rows(case_queue.PROJECTION)) == 2
        marks = projecting.views.marks(LESSONS, projecting.log_id)
        assert [*marks] == [MANAGEMENT] and marks[MANAGEMENT].topic_id == feed.management_id
        feed.close()


def test_a_hole_is_fetched_a_lesson_parked_and_the_view_rebuilt_and_checked_from_the_store(
    lessons: Lessons, monkeypatch: pytest.MonkeyPatch
) -> None:
    lessons.share(POISON)
    dsn = lessons.database.dsn(REPLAYER)
    monkeypatch.setattr(rebuilding, "discover", lambda: VIEWS)
    with lessons.projecting(REPLAYER) as projecting, lessons.store() as store:
        views, log_id = projecting.views, projecting.log_id
        feed = StoreFeed(Log(store), projecting.resume, slices=projecting.slices)
        came = feed.poll(1.0)
        first = next(one for one in came if one.slice == MANAGEMENT)
        projecting.take(feed, [one for one in came if one is not first])
        assert units(projecting) == {lessons.ids[0]: 1, lessons.ids[1]: 0}
        [parked] = views.state(LESSONS, log_id).parked
        assert parked.stream_id == lessons.ids[0]
        CURES.append(POISON)
        views.unpark(LESSONS, log_id, lessons.ids[0], partial(history, store))
        assert units(projecting) == {lessons.ids[0]: 2, lessons.ids[1]: 0}
        before = views.digest(LESSONS)
        [found] = check_views(dsn, [LESSONS], processes=1, advance=lambda _: None)
        assert found.differs == 0 and found.skipped is None
        assert rebuilding.rebuild(dsn, "lessons", processes=1).is_same
        assert views.digest(LESSONS) == before
    CURES.clear()
