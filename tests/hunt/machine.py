"""Model against machine: whatever is stored, lost, repeated and killed, each event counts once."""

import asyncio
from contextlib import suppress
from uuid import UUID

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    invariant,
    rule,
    run_state_machine_as_test,
)

from adapters.postgres.relay_state import Fenced
from adapters.record import Append, Claim, Outcome
from domain.slices import SLICES
from projections import case_queue
from services.streaming.relay import Relay
from tests.hunt.parts import (
    FailingTopic,
    KafkaGone,
    Reader,
    StoredLog,
    Writer,
    complaint_in,
)
from tests.support.histories import named
from tests.support.record_in_memory import RecordInMemory
from tests.support.relay_in_memory import LOG, MemoryState
from tests.support.views_in_memory import ViewsInMemory

QUEUE = case_queue.PROJECTION
PLACES = (2, 11)
FEW = (complaint_in(2, 0), complaint_in(2, 1), complaint_in(11, 0))
MOST = st.sampled_from((1, 2, 100))
CLAIMS = (Claim("reference", "main\nC-1"), Claim("reference", "main\nC-2"))
SLICE = st.sampled_from(PLACES)


class Model:
    """All that the machine has to agree with."""

    def __init__(self) -> None:
        self.log: list[bytes] = []
        self.versions: dict[UUID, int] = dict.fromkeys(FEW, 0)
        self.requests: dict[UUID, bytes] = {}
        self.claims: set[Claim] = set()

    def append(self, command: Append) -> Outcome:
        """What must come of a command; only a stored one leaves anything behind."""
        if command.command_id in self.requests:
            known = self.requests[command.command_id] == command.request
            return Outcome.ALREADY if known else Outcome.OTHER_REQUEST
        if any(self.versions[each.stream_id] != each.version for each in command.streams):
            return Outcome.VERSION_MOVED
        if not self.claims.isdisjoint(command.claims):
            return Outcome.CLAIM_TAKEN
        self.requests[command.command_id] = command.request
        self.claims.update(command.claims)
        for event in command.events:
            self.versions[event.stream_id] = event.version
            self.log.append(event.public)
        return Outcome.STORED


class Machine(RuleBasedStateMachine):
    """Record, relay, topic, feed and view; each rule is something that happens to them."""

    commands: Bundle[Append] = Bundle("commands")

    def __init__(self) -> None:
        super().__init__()
        self.model = Model()
        self.record = RecordInMemory()
        self.log = StoredLog()
        self.topic, self.state = FailingTopic(), MemoryState()
        self.relay_starts()
        self.zombie: Relay | None = None
        self.views = ViewsInMemory()
        self.reader = Reader(self.topic, self.views, QUEUE)
        self.writers = {each: Writer(each) for each in FEW}
        self.asked = 0

    @rule(
        target=commands,
        of=st.sampled_from(FEW),
        looks=st.booleans(),
        events=st.integers(0, 3),
        claims=st.sets(st.sampled_from(CLAIMS), max_size=1),
    )
    def somebody_writes(self, of: UUID, looks: bool, events: int, claims: set[Claim]) -> Append:
        self.asked += 1
        writer = self.writers[of]
        if looks:
            writer.learn(self.log.of(of))
        command = writer.command(named(f"command {self.asked}"), events, tuple(claims))
        self.append(command)
        return command

    @rule(command=commands)
    def somebody_repeats_a_command(self, command: Append) -> None:
        self.append(command)

    @rule(command=commands)
    def somebody_uses_a_key_twice(self, command: Append) -> None:
        other = Append(command.command_id, b"other", command.streams, (), command.events)
        self.append(other)

    @rule()
    def the_relay_works(self) -> None:
        self.relay.step()

    @rule()
    def the_relay_is_killed(self) -> None:
        self.relay_starts()

    @rule()
    def the_broker_goes_away_with_a_batch(self) -> None:
        self.topic.fails = True
        with suppress(KafkaGone):
            self.relay.step()
            self.relay.step()
        self.topic.fails = False
        self.relay_starts()

    @rule()
    def the_relay_is_frozen_and_another_takes_over(self) -> None:
        self.zombie = self.relay
        self.the_relay_is_killed()

    @rule()
    def the_frozen_relay_wakes(self) -> None:
        if self.zombie is not None:
            try:
                self.zombie.step()
                self.zombie.step()
            except Fenced:
                self.zombie = None

    @rule(slice_=SLICE, lost=st.integers(1, 5))
    def the_power_fails_and_the_topic_loses_an_end(self, slice_: int, lost: int) -> None:
        self.zombie = None
        self.topic.cut(slice_, keep=max(0, len(self.topic.partitions[slice_]) - lost))
        self.the_relay_is_killed()

    @rule()
    def the_topic_is_made_anew(self) -> None:
        self.zombie = None
        self.topic.made_anew()
        self.the_relay_is_killed()
        self.reader.begin()

    @rule(slice_=SLICE, at_most=MOST)
    def the_worker_reads(self, slice_: int, at_most: int) -> None:
        self.reader.apply(self.reader.read(slice_, at_most))

    @rule(slice_=SLICE, at_most=MOST)
    def the_worker_reads_and_dies(self, slice_: int, at_most: int) -> None:
        self.reader.read(slice_, at_most)
        self.reader.begin()

    @rule(slice_=SLICE, at_most=MOST)
    def the_worker_applies_and_dies_and_its_batch_comes_again(
        self, slice_: int, at_most: int
    ) -> None:
        came = self.reader.read(slice_, at_most)
        self.reader.apply(came)
        self.reader.begin()
        self.reader.apply(came)

    @invariant()
    def the_store_holds_what_the_model_holds(self) -> None:
        assert [event.public for event in self.log.events] == self.model.log

    @invariant()
    def the_topic_has_no_hole(self) -> None:
        for slice_, records in enumerate(self.topic.partitions):
            reached = 0
            for _, event, before in records:
                assert before == self.log.before(event.position, slice_)
                assert before <= reached, f"slice {slice_}: {before} was not there before"
                assert event.public == self.model.log[event.position - 1]
                reached = max(reached, event.position)

    @invariant()
    def the_view_is_the_fold_of_what_it_has_reached(self) -> None:
        marks = self.views.marks(QUEUE, LOG)
        fold = ViewsInMemory()
        fold.prepare(QUEUE, LOG)
        fold.apply(QUEUE, self.log.batch(upto={s: mark.position for s, mark in marks.items()}))
        assert self.views.rows(QUEUE) == fold.rows(QUEUE)

    def teardown(self) -> None:
        """In the end nothing is missing."""
        self.the_relay_is_killed()
        while self.relay.step():
            pass
        for slice_ in range(SLICES):
            self.drain(slice_)
        marks = self.views.marks(QUEUE, LOG)
        assert [marks[s].position for s in range(SLICES)] == self.log.last_of_each_slice(10**9)
        self.the_topic_has_no_hole()
        self.the_view_is_the_fold_of_what_it_has_reached()

    def drain(self, slice_: int) -> None:
        """Read until the partition has nothing more; what is read anew is read again."""
        idle = 0
        while idle < 2:
            came = self.reader.read(slice_, 3)
            self.reader.apply(came)
            idle = 0 if came else idle + 1

    def append(self, command: Append) -> None:
        before = len(self.model.log)
        expected = self.model.append(command)
        told = asyncio.run(self.record.append(command))
        assert told.outcome is expected
        self.log.events += asyncio.run(self.record.after(before, 100))

    def relay_starts(self) -> None:
        self.relay = Relay(self.log, self.topic, self.state)
        self.relay.check()


def histories(count: int) -> None:
    """Live through so many histories; a failing one is told as the fewest steps that fail."""
    steps = settings(max_examples=count, stateful_step_count=40, deadline=None, database=None)
    run_state_machine_as_test(Machine, settings=steps)
