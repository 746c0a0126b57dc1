"""What a command must know beside its own stream: others of its kind, and what is sealed."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from adapters import event_json
from adapters.data_keys import DataKeys
from adapters.record import Record
from domain.complaint.confidentiality.erasing import OfWholeMatter
from domain.complaint.state import Complaint
from domain.decision_context import CalendarVersion, Command, DecisionContext, HeldKey
from domain.policy import Calendar
from domain.recorded import Recorded
from services.commands.event_assembly import Head
from services.commands.stream_heads import Heads, NotFound
from services.policies.policy_history import NeverPublished, calendar_at
from services.queries.unsealing import open_sealed


@dataclass(frozen=True, slots=True)
class Gathered:
    """The heads of the others; of the own stream opened events and keys, where needed."""

    others: tuple[Head, ...] = ()
    history: tuple[Recorded, ...] = ()
    histories: Mapping[UUID, tuple[Recorded, ...]] = field(default_factory=dict)
    held_keys: tuple[HeldKey, ...] = ()
    keys_of: Mapping[UUID, tuple[HeldKey, ...]] = field(default_factory=dict)
    calendars: Mapping[CalendarVersion, Calendar] = field(default_factory=dict)

    def in_(self, context: DecisionContext) -> DecisionContext:
        """The context with what was gathered for it."""
        if self is NOTHING:
            return context
        return replace(
            context,
            others=states_of(self.others),
            history=self.history,
            histories=self.histories,
            held_keys=self.held_keys,
            keys_of=self.keys_of,
            calendars=self.calendars,
        )


NOTHING = Gathered()


@dataclass(frozen=True, slots=True)
class Gathering:
    """Where all that is looked up."""

    heads: Heads
    record: Record
    keys: DataKeys

    async def beside(self, command: Command, head: Head, *, fresh: bool) -> Gathered:
        """What deciding this command needs; most need nothing, and then nothing is asked.

        fresh: read the others from the record instead of remembering them. One that the record
        does not have is left out, and refused by the decision.
        """
        others = await self._others(command, head.stream_id, head.state, fresh=fresh)
        if command.NEEDS_KEYS:
            return Gathered(others, held_keys=await self._held(head))
        if command.NEEDS_CALENDARS and head.state is not None:
            return Gathered(others, calendars=await calendars_of(self.record, head.state))
        if command.NEEDS_HISTORIES:
            return await self._of_several(command, head, others)
        return await self._of_one(command, head, others)

    async def _of_one(self, command: Command, head: Head, others: tuple[Head, ...]) -> Gathered:
        if command.reads_history:
            return Gathered(others, await self._history(head))
        return Gathered(others) if others else NOTHING

    async def _of_several(self, command: Command, head: Head, others: tuple[Head, ...]) -> Gathered:
        """The events, and the keys where they are needed, of the own complaint and those named."""
        named = set(command.read_whole(head.state, states_of(others)))
        several = [one for one in others if one.stream_id in named]
        if not several:
            return await self._of_one(command, head, others)
        histories = {one.stream_id: await self._history(one) for one in several}
        needed = (head, *several) if command.NEEDS_KEYS_OF else ()
        keys_of = {one.stream_id: await self._held(one) for one in needed}
        return Gathered(others, await self._history(head), histories, keys_of=keys_of)

    async def kindred(self, complaint: Complaint) -> dict[UUID, Complaint]:
        """The complaints that were one with this one, which every decision on it may look at.

        Where something is to be erased, also those that it is merged with.
        """
        own_id = complaint.complaint_id
        command = OfWholeMatter() if complaint.erasures else Command()
        return states_of(await self._others(command, own_id, complaint, fresh=True))

    async def _others(
        self, command: Command, own_id: UUID, state: Any, *, fresh: bool
    ) -> tuple[Head, ...]:
        """The others, until those that are known name no further one."""
        known: dict[UUID, Any] = {}
        found: list[Head] = []
        visited = {own_id}
        while missing := self._named(command, state, known) - visited:
            visited |= missing
            for other_id in sorted(missing):
                with suppress(NotFound):
                    read = self.heads.read if fresh else self.heads.known
                    found.append(await read(other_id))
            known = states_of(found)
        return tuple(found)

    def _named(self, command: Command, state: Any, known: Mapping[UUID, Any]) -> set[UUID]:
        return {*command.others(state, known), *self.heads.of.kin(state, known)}

    async def _held(self, head: Head) -> tuple[HeldKey, ...]:
        names = await self.keys.held(head.stream_id)
        return tuple(
            HeldKey(
                key_id=key_id.hex(),
                class_code=name.class_code,
                party_id=name.party_id,
                document_id=name.document_id,
            )
            for key_id, name in names.items()
        )

    async def _history(self, head: Head) -> tuple[Recorded, ...]:
        stored = await self.record.stream(head.stream_id, upto=head.version)
        events = [event_json.recorded(one.public, one.position) for one in stored]
        opened = await open_sealed(events, record=self.record, keys=self.keys)
        return tuple(one.recorded for one in opened)


async def calendars_of(record: Record, complaint: Complaint) -> dict[CalendarVersion, Calendar]:
    """The calendars by which the running due dates of a complaint were counted.

    The first policies told theirs whole; they were published by no name and are left out.
    """
    running = [one.fact for one in complaint.deadlines.values() if one.status == "running"]
    found: dict[CalendarVersion, Calendar] = {}
    for version in {(fact.calendar_id, fact.calendar_version) for fact in running}:
        with suppress(NeverPublished):
            found[version], _ = await calendar_at(record, *version)
    return found


def states_of(heads: Sequence[Head]) -> dict[UUID, Any]:
    """The states that these heads have, by the ids of their streams."""
    return {one.stream_id: one.state for one in heads if one.state is not None}
