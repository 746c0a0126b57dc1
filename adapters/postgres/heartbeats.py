"""Signs of life of the parts that run all the time, as they write them and as others read them."""

import os
import socket
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, LiteralString

from psycopg import AsyncConnection, Connection

EVERY_SECONDS = 2.0
RELAY, STANDBY, CLOCK, PROJECTIONS = "relay", "standby relay", "clock", "projections"
NOWHERE = ""
LONGEST_REASON = 300

Doing = Literal["working", "waiting", "refused"]

# The places in one order for all, so that two workers never wait for each other.
BEAT: LiteralString = (
    "INSERT INTO heartbeat (part, place, instance, doing, reason) "
    "SELECT %s, place, %s, %s, %s FROM unnest(%s::text[]) AS place ORDER BY place "
    "ON CONFLICT (part, place) DO UPDATE SET instance = excluded.instance, "
    "doing = excluded.doing, reason = excluded.reason, beat_at = clock_timestamp(), "
    "since = CASE WHEN heartbeat.doing = excluded.doing THEN heartbeat.since "
    "ELSE clock_timestamp() END"
)
READ: LiteralString = "SELECT part, place, instance, doing, reason, since, beat_at FROM heartbeat"


@dataclass(frozen=True, slots=True, kw_only=True)
class Beat:
    """What a part says of itself. places: of what it does it; reason: unless it works, why not."""

    part: str
    instance: str
    places: tuple[str, ...] = (NOWHERE,)
    doing: Doing = "working"
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Heard:
    """What a part said last. since: of what it does; beat_at: when it said so, both by the server.

    An unbroken wait stays one wait, also of several processes one after the other.
    """

    part: str
    place: str
    instance: str
    doing: Doing
    reason: str | None
    since: datetime
    beat_at: datetime


def this_process() -> str:
    """How this process is named where several are told apart."""
    return f"{socket.gethostname()}:{os.getpid()}"


def beat(connection: Connection[Any], heartbeat: Beat) -> None:
    """Write down that a part lives. connection: opened with autocommit."""
    connection.execute(BEAT, _given(heartbeat))


async def beat_async(connection: AsyncConnection[Any], heartbeat: Beat) -> None:
    """The same over an asynchronous connection."""
    await connection.execute(BEAT, _given(heartbeat))


async def heard_async(connection: AsyncConnection[Any]) -> Mapping[tuple[str, str], Heard]:
    """The last word of everything that ever spoke here, by part and place."""
    rows = await (await connection.execute(READ)).fetchall()
    return {(part, place): Heard(part, place, *rest) for part, place, *rest in rows}


class Pulse:
    """The beats of one part, over its owner's own connection; not more of them than are needed."""

    def __init__(self, connection: Connection[Any], part: str, place: str = NOWHERE) -> None:
        self._connection = connection
        self._part = part
        self._place = place
        self._instance = this_process()
        self._last: tuple[Doing, str | None] | None = None
        self._at = 0.0

    def works(self) -> None:
        """It goes on; to be said again and again, also while there is nothing to do."""
        self._say("working", None)

    def waits(self, reason: str) -> None:
        """It can not go on as long as something is not there."""
        self._say("waiting", reason)

    def refuses(self, reason: str) -> None:
        """It does not go on until somebody has done something about the reason."""
        self._say("refused", reason)

    def _say(self, doing: Doing, reason: str | None) -> None:
        if (doing, reason) == self._last and time.monotonic() - self._at < EVERY_SECONDS:
            return
        heartbeat = Beat(
            part=self._part,
            places=(self._place,),
            instance=self._instance,
            doing=doing,
            reason=reason,
        )
        beat(self._connection, heartbeat)
        self._last, self._at = (doing, reason), time.monotonic()


def _given(heartbeat: Beat) -> list[Any]:
    reason = (
        None if heartbeat.reason is None else " ".join(heartbeat.reason.split())[:LONGEST_REASON]
    )
    return [heartbeat.part, heartbeat.instance, heartbeat.doing, reason, list(heartbeat.places)]
