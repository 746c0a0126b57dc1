"""A topic compared with the store, record by record: what is missing, other, twice or foreign."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

import psycopg
import pytest

from adapters.kafka.headers import Labels
from adapters.kafka.reading import Published
from adapters.postgres.log import Log
from adapters.postgres.pages import Pages
from adapters.postgres.relay_state import RelayRow
from domain.slices import SLICES
from services.streaming.relay import number
from services.verification.check_results import Look
from services.verification.check_topic import Comparison
from tests.support.published import complaints, store
from tests.support.servers import FreshDatabases

pytestmark = pytest.mark.servers

OTHER = UUID("0b8ce3a8-5a0e-4f5f-9d6d-0f9a52f6f099")


@dataclass(frozen=True)
class Pair:
    """A store with sixty events of thirty complaints, and what its topic should hold."""

    log: Log
    pages: Pages
    records: tuple[Published, ...]

    def compared(self, records: Sequence[Published], *, published: int = 0) -> Look:
        """What comes of these records, where a relay said that it had published so far."""
        log_id = self.log.log_id()
        prev = tuple(self.log.last_of_each_slice(published))
        row = RelayRow("topic", log_id, published, prev, 1)
        look = Comparison(self.pages, self.log, log_id).run(of_slices(records), row, lambda _: None)
        return look

    def without(self, position: int) -> list[Published]:
        """The records without that of a position."""
        return [one for one in self.records if one.headers["ce_position"] != str(position)]

    def altered(self, position: int, **changes: object) -> list[Published]:
        """The records, that of a position changed; ``headers`` are changed one by one."""
        return [
            alter(one, **changes) if one.headers["ce_position"] == str(position) else one
            for one in self.records
        ]


def of_slices(records: Sequence[Published]) -> Iterator[tuple[int, Published]]:
    return ((record.partition, record) for record in records)


def alter(record: Published, **changes: object) -> Published:
    headers = changes.pop("headers", {})
    assert isinstance(headers, dict)
    return replace(record, headers={**record.headers, **headers}, **changes)  # type: ignore[arg-type]


@pytest.fixture
def pair(database: FreshDatabases) -> Iterator[Pair]:
    store(database.dsn(), complaints(30), rounds=2)
    with psycopg.connect(database.dsn(), autocommit=True) as connection:
        log = Log(connection)
        labels = Labels(log.log_id())
        numbered = number(log.after(0, 1000), [0] * SLICES)
        records = []
        for offset, (event, before) in enumerate(numbered):
            headers = {name: value.decode() for name, value in labels.of(event, before)}
            assert event.slice is not None
            key, value = str(event.stream_id), event.public
            records.append(Published(event.slice, offset, 0, key, headers, value))
        yield Pair(log, Pages(connection), tuple(records))


def test_a_whole_topic_is_the_same(pair: Pair) -> None:
    look = pair.compared(pair.records, published=60)
    assert (look.checked, look.differs, look.counts) == (60, 0, {"behind": 0})


def test_what_is_not_published_yet_is_behind_and_no_difference(pair: Pair) -> None:
    look = pair.compared(pair.records[:40], published=40)
    assert (look.checked, look.differs, look.counts) == (40, 0, {"behind": 20})


def test_what_was_published_and_is_gone_from_the_end_is_named(pair: Pair) -> None:
    look = pair.compared(pair.records[:40], published=60)
    assert look.differs == 20
    assert look.first is not None and look.first.position == 41


def test_a_stretch_that_came_twice_is_counted(pair: Pair) -> None:
    look = pair.compared([*pair.records, *pair.records[-15:]])
    assert (look.differs, look.counts) == (0, {"behind": 0, "repeats": 15})


def test_a_repeat_with_other_octets_is_named(pair: Pair) -> None:
    again = replace(pair.records[-1], value=pair.records[-1].value + b" ")
    look = pair.compared([*pair.records, again])
    assert look.first is not None and look.first.position == 60


@pytest.mark.parametrize("position", [1, 33])
def test_a_record_that_is_missing_is_named(pair: Pair, position: int) -> None:
    look = pair.compared(pair.without(position), published=60)
    assert look.differs == 1
    assert look.first is not None and look.first.position == position


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"value": b"{}"}, "other octets"),
        ({"key": "another"}, "another key"),
        ({"headers": {"ce_prevposition": "7"}}, "prevposition 7, not"),
        ({"headers": {"ce_streamversion": "9"}}, "another version"),
        ({"headers": {"ce_id": str(OTHER)}}, "another event id"),
    ],
)
def test_a_record_that_says_otherwise_is_named(
    pair: Pair, changes: dict[str, object], said: str
) -> None:
    look = pair.compared(pair.altered(20, **changes))
    assert look.differs == 1
    assert look.first is not None and look.first.position == 20 and said in look.first.said


def test_a_record_in_another_partition_is_named_and_missing_in_its_own(pair: Pair) -> None:
    wrong = (pair.records[19].partition + 1) % SLICES
    look = pair.compared(pair.altered(20, partition=wrong), published=60)
    assert look.differs >= 2
    assert look.first is not None and look.first.position == 20


def test_a_record_that_the_store_has_not_is_named(pair: Pair) -> None:
    strange = alter(pair.records[-1], headers={"ce_position": "61"})
    look = pair.compared([*pair.records, strange])
    assert look.first is not None and look.first.position == 61
    assert "the store" in look.first.said


def test_a_record_of_somebody_else_is_named(pair: Pair) -> None:
    foreign = Published(0, 999, 0, "key", {"content-type": "text/plain"}, b"hello")
    look = pair.compared([*pair.records, foreign])
    assert look.differs == 1
    assert look.first is not None and "was not written by Plaint" in look.first.said


def test_records_from_before_a_renewal_are_counted_while_they_come_first(pair: Pair) -> None:
    former = [
        alter(one, headers={"ce_source": f"urn:plaint:log:{OTHER}"}) for one in pair.records[:9]
    ]
    look = pair.compared([*former, *pair.records])
    assert (look.differs, look.counts) == (0, {"other_log": 9, "behind": 0})
    assert pair.compared([*pair.records, *former]).differs == 9


def test_a_topic_of_another_log_alone_is_none_of_ours(pair: Pair) -> None:
    foreign = [alter(one, headers={"ce_source": f"urn:plaint:log:{OTHER}"}) for one in pair.records]
    look = pair.compared(foreign)
    assert look.first is not None and "PLAINT_TOPIC" in look.first.said


def test_a_store_that_lost_what_was_published_is_named(pair: Pair) -> None:
    log_id = pair.log.log_id()
    row = RelayRow("topic", log_id, 75, tuple(pair.log.last_of_each_slice(60)), 1)
    look = Comparison(pair.pages, pair.log, log_id).run(
        of_slices(pair.records), row, lambda _: None
    )
    assert look.first is not None and look.first.position == 61
