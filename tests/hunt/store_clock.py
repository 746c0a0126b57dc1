"""Hunt: clocks that go back by an hour, of a process and of the server."""

import tempfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from uuid import UUID

from adapters import clock
from tests.hunt.findings import Finding
from tests.hunt.store_caller import CALLERS, STEPS, Times
from tests.hunt.store_processes import Callers
from tests.hunt.store_told import held_against, publish_policy
from tests.support.commands import Stream, command
from tests.support.servers import FreshDatabases

# More than all steps of the complaints under way, so that some are no mere repeats.
ANSWERS = CALLERS * (len(STEPS) + 1) + 20
HOUR = timedelta(hours=1)
NO_TIME = timedelta()
# A server whose clock goes back by an hour finds a last event of an hour ahead.
AN_HOUR_AHEAD = """
WITH head AS (SELECT max(position) + 1 AS position FROM event),
     ordered AS (INSERT INTO command SELECT %s, %s, position, position FROM head)
INSERT INTO event SELECT position, %s, 1, %s, %s, %s, %s, %s, clock_timestamp() + interval '1 hour'
              FROM head RETURNING appended_at
"""
COMMAND = "convert_from(public, 'UTF8')::jsonb ->> 'command_id'"
RECORDED = "(convert_from(public, 'UTF8')::jsonb ->> 'recorded_at')::timestamptz"


HELD = f"""
SELECT count(*) FROM (
    SELECT {RECORDED} AS at, lag({RECORDED}) OVER history AS before,
           {COMMAND} AS command, lag({COMMAND}) OVER history AS command_before
      FROM event WINDOW history AS (PARTITION BY stream_id ORDER BY version)) AS told
 WHERE at = before AND command <> command_before
"""
AHEAD = "SELECT count(*) - 1 FROM event WHERE appended_at > clock_timestamp()"


def hunt(
    database: FreshDatabases,
    rounds: int,
    told: Callable[[int], None] = lambda _done: None,
    *,
    age: timedelta = 2 * HOUR,
) -> list[Finding]:
    """So many processes one after the other, each second one with its clock back by an hour.

    Each goes on with the complaints that the one before had under way, all received so long ago.
    Half way through, the server's clock goes back too.
    """
    received = clock.now() - age if age else None
    publish_policy(database)
    with tempfile.TemporaryDirectory(prefix="plaint-hunt-") as folder:
        callers = Callers(database, Path(folder), "clock")
        for number in range(rounds):
            callers.start(Times(-HOUR if number % 2 else NO_TIME, received))
            callers.wait_for_answers(ANSWERS)
            callers.kill()
            if number == rounds // 2:
                future = _set_server_back(database)
            told(number + 1)
        callers.start(Times(NO_TIME, received))
        callers.wait_for_answers()
        callers.finish()
        held, ahead = _count(database, HELD), _count(database, AHEAD)
        rows, found = held_against(database, Path(folder), future)
        return [
            Finding("recorded_at held, as the process's clock was back", held, held, held),
            Finding("appended_at held, as the server's clock was back", ahead, ahead, ahead),
            *rows,
            found.whole(rounds, "a clock back"),
        ]


def _set_server_back(database: FreshDatabases) -> UUID:
    """Stores an event of an hour ahead; the id of its command."""
    asked = command("of an hour ahead", Stream("of an hour ahead"))
    (event,) = asked.events
    written = (event.stream_id, event.stream_kind, event.slice, event.type, event.public)
    with database.superuser() as connection:
        connection.execute(AN_HOUR_AHEAD, [asked.command_id, asked.request, *written, event.leaf])
    return asked.command_id


def _count(database: FreshDatabases, question: str) -> int:
    with database.superuser() as connection:
        return int(str(connection.execute(question.encode()).fetchall()[0][0]))
