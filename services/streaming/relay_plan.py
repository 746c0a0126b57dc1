"""What the relay must do before it publishes: compare its row, the topic and the store."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from typing import Protocol
from uuid import UUID

import orjson

from adapters.kafka.tail import Tail
from adapters.postgres.relay_state import NOTHING, RelayRow
from adapters.record import StoredEvent
from domain.slices import MANAGEMENT, OF_COMPLAINTS, OF_MANAGEMENT


class Refused(RuntimeError):
    """Publishing would hide that the store or the topic lost or changed what was published."""


class Log(Protocol):
    """The record, read in order."""

    def log_id(self) -> UUID:
        """Which incarnation of the log it is."""

    def head(self) -> int:
        """The last position given, 0 when the record is empty."""

    def after(self, position: int, limit: int) -> list[StoredEvent]:
        """At most ``limit`` events of any kind with a greater position, in order."""

    def at(self, position: int) -> StoredEvent | None:
        """The event at a position."""

    def last_of_each_slice(self, upto: int) -> list[int]:
        """The last position of each slice that is not beyond ``upto``, 0 if none."""

    def last_in_slice(self, slice_: int, upto: int) -> int:
        """The same for one slice."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What a check found: where to go on, and the slices whose partition ends too early.

    behind: for each such slice the last position that its partition holds.
    """

    row: RelayRow
    behind: Mapping[int, int]


def plan(
    row: RelayRow, topic_id: str, tails: Mapping[int, Tail], log: Log, management_id: str = ""
) -> Plan:
    """Compare row, topics and store, and say how to go on without a hole.

    management_id: of the topic beside it, whose one partition counts as slice 12. Raises Refused
    when they cannot be made to agree by publishing.
    """
    log_id = log.log_id()
    known = row.topic_id == topic_id
    _must_be_no_strangers(row, (topic_id, management_id), tails.keys())
    is_new = row.management_id != management_id
    if not known or row.log_id != log_id:
        row = replace(row, topic_id=topic_id, log_id=log_id, position=0, prev=NOTHING, management=0)
    elif log.head() < row.position or not _is_held(row, log, is_new=is_new):
        raise Refused(
            f"published up to {row.position} and the store does not hold that any more: it lost "
            "history; restore it, or renew its log id (renew_log_id) and publish to a new topic"
        )
    # What a topic that is new beside the other lacks, it is sent once more.
    last = log.last_in_slice(MANAGEMENT, row.position) if management_id else 0
    row = replace(row, management_id=management_id, management=last)
    ends = {
        number: _position(number, tail, row, log)
        for number, tail in tails.items()
        if tail.log_id == log_id or not _of_an_earlier_log(tail, row, number, known=known)
    }
    reached = (*row.prev, row.management)
    behind = {n: ends.get(n, 0) for n, upto in enumerate(reached) if ends.get(n, 0) < upto}
    return Plan(row, behind)


def _must_be_no_strangers(row: RelayRow, ids: tuple[str, str], filled: AbstractSet[int]) -> None:
    """Refuse a topic made anew that holds records. filled: the slices that have some."""
    was_ids, slices = (row.topic_id, row.management_id), (OF_COMPLAINTS, OF_MANAGEMENT)
    for was, now, own in zip(was_ids, ids, slices, strict=True):
        if was and was != now and own & filled:
            raise Refused(
                f"the topic has another id ({now}) than the one published to ({was}) and "
                "holds records: it was made anew and filled by somebody else, or is another "
                "cluster's; name another topic, or delete this one"
            )


def _is_held(row: RelayRow, log: Log, *, is_new: bool) -> bool:
    """Whether the store still holds what the row says was published."""
    last = log.last_in_slice(MANAGEMENT, row.position) if row.management_id else 0
    is_beside = is_new or last == row.management
    return is_beside and tuple(log.last_of_each_slice(row.position)) == row.prev


def must_have_its_beginning(first_offsets: Mapping[int, int]) -> None:
    """Refuse a topic of ours in which whoever begins to subscribe would begin in a hole.

    Asked after the plan: the topic of a former log is the list of what was lost, and is not to be
    filled anew. Raises Refused.
    """
    gone = sorted((number, offset) for number, offset in first_offsets.items() if offset)
    if gone:
        beginnings = ", ".join(
            f"partition {number} begins at offset {offset}" for number, offset in gone
        )
        raise Refused(
            f"the topic has lost its beginning ({beginnings}): see what deleted the records (its "
            "retention, or somebody by hand), then have it filled anew with `plaint topic refill`, "
            "or name another topic"
        )


def _of_an_earlier_log(tail: Tail, row: RelayRow, slice_: int, *, known: bool) -> bool:
    """Whether the record is from before the log was renewed, and the slice starts again at 0."""
    reached = (*row.prev, row.management)[slice_]
    return known and reached == 0 and tail.log_id != row.log_id


def _position(slice_: int, tail: Tail, row: RelayRow, log: Log) -> int:
    """The position of a partition's last record, which must be the store's event there."""
    event = log.at(tail.position) if tail.log_id == row.log_id else None
    if event is None:
        raise Refused(
            f"partition {slice_} ends with position {tail.position} of log {tail.log_id}, which "
            f"the store (log {row.log_id}) does not hold: the store lost history, or the topic is "
            "not ours; restore the store, or name another topic"
        )
    stored = UUID(orjson.loads(event.public)["event_id"])
    if stored != tail.event_id or event.slice != slice_:
        raise Refused(
            f"partition {slice_} ends with event {tail.event_id} at position {tail.position}, "
            f"where the store has {stored} of slice {event.slice}: the store lost history and went "
            "on; renew its log id (renew_log_id) and publish to a new topic"
        )
    return tail.position
