"""The clock, killed, doubled and set wrong, makes one fact of each due date and alters none."""

import asyncio
import time
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from adapters import event_json
from adapters.policy_files import preset
from domain.complaint.events import ComplaintEscalated, DeadlineMissed, DeadlineSet
from domain.policy import Policy
from domain.recorded import Recorded
from tests.hunt.clock_process import Due, look
from tests.hunt.store_processes import forking
from tests.support.deciding import instance
from tests.support.servers import FreshDatabases

pytestmark = pytest.mark.servers

COMPLAINTS = 8
HOUR = timedelta(hours=1)
NOW = datetime.now(UTC)
LIVES = (timedelta(), HOUR, -HOUR, timedelta(), HOUR, -HOUR)
"""By how much the clock of each process is ahead."""


def rising() -> Policy:
    """The default policy, where a miss rises to level 2, and a warning to level 1."""
    whole = preset("iso10002_default").model_dump()
    kinds = ["acknowledgement", "response"]
    own = {"rule_id": "late", "kinds": kinds, "after": "missed", "to_level": 2}
    near = {"rule_id": "near", "kinds": kinds, "after": "warned", "to_level": 1}
    return Policy.model_validate({**whole, "escalations": [own, near]})


async def begun(database: FreshDatabases, received: datetime) -> list[Due]:
    """Some complaints that came at this time, and what is due of them."""
    receipt: dict[str, Any] = {"narrative": "x", "occurred": {"at": received, "zone": "UTC"}}
    async with instance(database) as office:
        await office.publish(rising())
        done = [await office.told(("receive", receipt)) for _ in range(COMPLAINTS)]
    return [
        (one.stream_id, event.event.deadline_id, event.event.party)
        for one in done
        for event in one.events
        if isinstance(event.event, DeadlineSet)
    ]


async def histories(database: FreshDatabases, due: Sequence[Due]) -> list[list[Recorded]]:
    """What the record holds of each complaint."""
    async with instance(database) as office:
        ids: list[UUID] = list(dict.fromkeys(one for one, _, _ in due))
        streams = [await office.record.stream(one) for one in ids]
    return [[event_json.recorded(one.public) for one in stream] for stream in streams]


def raced(database: FreshDatabases, due: Sequence[Due]) -> None:
    """Clocks that run at once, each set otherwise; most are killed, the last comes to its end."""
    for number, ahead in enumerate(LIVES):
        arguments = (database, "iso10002_default", due, 50, ahead)
        pair = [forking().Process(target=look, args=arguments, daemon=True) for _ in range(2)]
        for process in pair:
            process.start()
        # They are killed at other moments each time, whatever they are doing.
        time.sleep(0.15 + 0.1 * number)
        for process in pair:
            process.kill()
            process.join()
    last = [
        forking().Process(
            target=look, args=(database, "iso10002_default", due, 3, ahead), daemon=True
        )
        for ahead in LIVES[:3]
    ]
    for process in last:
        process.start()
    for process in last:
        process.join(60)
        assert process.exitcode == 0


def test_every_miss_and_every_rise_is_told_once_and_no_due_date_is_altered(
    database: FreshDatabases,
) -> None:
    due = asyncio.run(begun(database, NOW - timedelta(days=400)))
    set_at = {
        one.event.deadline_id: one.event.due_at
        for history in asyncio.run(histories(database, due))
        for one in history
        if isinstance(one.event, DeadlineSet)
    }
    raced(database, due)
    for history in asyncio.run(histories(database, due)):
        missed = [one.event for one in history if isinstance(one.event, DeadlineMissed)]
        assert Counter(one.deadline_id for one in missed) == {one.deadline_id: 1 for one in missed}
        ours = {one.event.deadline_id for one in history if isinstance(one.event, DeadlineSet)}
        assert {one.deadline_id for one in missed} == ours
        assert all(one.due_at == set_at[one.deadline_id] for one in missed)
        risen = [one.event for one in history if isinstance(one.event, ComplaintEscalated)]
        assert [(one.from_level, one.to_level) for one in risen] == [(0, 2)]


def test_what_is_not_due_for_long_is_not_missed_by_a_clock_that_is_wrong(
    database: FreshDatabases,
) -> None:
    due = asyncio.run(begun(database, NOW))
    raced(database, due)
    for history in asyncio.run(histories(database, due)):
        assert [one for one in history if isinstance(one.event, DeadlineMissed)] == []
        assert [one for one in history if isinstance(one.event, ComplaintEscalated)] == []


def test_a_warning_lets_a_complaint_rise_once(database: FreshDatabases) -> None:
    due = asyncio.run(begun(database, NOW - timedelta(days=26)))
    raced(database, due)
    for history in asyncio.run(histories(database, due)):
        risen = [one.event for one in history if isinstance(one.event, ComplaintEscalated)]
        assert [one.to_level for one in risen] in ([2], [1, 2])
        assert len({one.to_level for one in risen}) == len(risen)
