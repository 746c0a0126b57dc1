"""The fuzz itself: brings complaints on their way, and asks whatever is accepted there in full."""

import json
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain, zip_longest
from random import Random
from typing import TypeVar
from uuid import UUID

from domain.registry import COMMANDS
from domain.values import Actor
from services.access.rights import PARTY_ROLES, SERVICE_ROLES
from tests.fuzz import mutating, people
from tests.fuzz.asks import JSON, Answer, Ask, is_formed
from tests.fuzz.checking import findings
from tests.fuzz.described import Description
from tests.fuzz.line import Line
from tests.fuzz.scenes import Scene, onward, questions, scene_of
from tests.fuzz.serving import Served
from tests.fuzz.tallying import Tally
from tests.fuzz.world import World
from tests.support.projecting import project

AT_ONCE, STEPS, ROUND = 30, 3, 25
One = TypeVar("One")


class Fuzz:
    """Asks an API what was not asked before, by its tally.

    each: how many wrong requests of an operation, about.
    """

    def __init__(self, served: Served, world: World, tally: Tally, *, seed: int, each: int) -> None:
        self.tally = tally
        self._line = Line(served.port)
        self._database = served.database
        self._world = world
        self._description = Description(json.loads(self._line.get("/openapi.json")))
        self._chance = Random(seed)
        self._seed = seed
        self._each = each

    def run(self, seconds: float) -> None:
        """Ask until each operation was asked so often, or the time is up."""
        until = time.monotonic() + seconds
        while time.monotonic() < until and (wanted := self._wanted()):
            for name in wanted[:ROUND]:
                if scene := scene_of(self._world, COMMANDS[name], self._chance):
                    self._play(scene)
                for _ in range(STEPS):
                    self._step()
                if time.monotonic() > until:
                    return
            self._ask_questions()

    @property
    def never(self) -> frozenset[str]:
        """The operations that never succeeded."""
        return frozenset(self._description.operations) - self.tally.succeeded

    def _wanted(self) -> list[str]:
        names = [name for name in COMMANDS if self.tally.wrong[name] < self._each]
        missing = [name for name in COMMANDS if name not in self.tally.succeeded]
        self._chance.shuffle(missing)
        self._chance.shuffle(names)
        # In turn: what can hardly be reached shall not keep all others waiting.
        return list(dict.fromkeys(_in_turn((missing, names))))

    def _step(self) -> None:
        if step := onward(self._world, self._chance):
            self.send(step.ask(self._description), step.by)

    def _play(self, scene: Scene) -> None:
        """Everything that is asked where a command is accepted, and then the command."""
        ask = scene.ask(self._description)
        is_first = scene.kind.name not in self.tally.shown
        if is_first:
            self._keep_out(ask, scene.of, scene.by)
            self.tally.shown.add(scene.kind.name)
        if not self._still(scene):
            return
        for wrong in self._wrong(ask, scene.of):
            self.send(wrong, scene.by)
            self.tally.wrong[scene.kind.name] += 1
            if not self._still(scene):
                return
        self._in_earnest(ask, scene)
        if is_first:
            self._let_in(ask, scene.of)

    def _in_earnest(self, ask: Ask, scene: Scene) -> None:
        """The command as it should be, twice under one key, and the key for something else."""
        key = f"fuzz-{self._seed}-{self.tally.statuses.total()}"
        kept = replace(ask, headers=ask.with_header("Idempotency-Key", key))
        answer = self.send(kept, scene.by)
        if answer.status not in (200, 201):
            self.tally.find("what the rules accept was refused", kept, answer, str(scene.by.role))
            return
        again = self.send(kept.but("again"), scene.by)
        if again.status < 300 and again.header("idempotency-replayed") != "true":
            self.tally.find("a repetition was not recognised", kept, again, str(scene.by.role))
        if ask.told is not None:
            other = kept.but("another body", told={**ask.told, "entered_from": str(UUID(int=5))})
            self.send(other, scene.by)

    def _still(self, scene: Scene) -> bool:
        seen = scene.of is None or self._world.is_seen(scene.by, scene.of)
        return seen and self._world.accepts(scene.kind, scene.command, scene.by, scene.of)

    def _exclude(self, of: UUID, by: Actor) -> None:
        """Somebody of the same role shall have nothing to do with it."""
        staff = people.excluded(by.role if by.kind == "staff" and by.role else "handler")
        if self._world.is_seen(staff, of):
            told = {"staff": str(staff.id), "ground_code": "related"}
            headers = (("If-Match", "*"), ("Content-Type", JSON))
            operation = self._description.operations["exclude_staff"]
            path = {"complaint": str(of)}
            ask = Ask(operation=operation, path=path, headers=headers, told=told)
            self.send(ask, people.EXCLUDES)

    def _let_in(self, ask: Ask, of: UUID | None) -> None:
        for asker in people.let_in(ask.operation, self._world, of):
            self._expect(ask, asker)

    def _keep_out(self, ask: Ask, of: UUID | None, by: Actor | None) -> None:
        if of and by:
            self._exclude(of, by)
        for asker in people.not_let_in(ask.operation, self._world, of):
            self._expect(ask, asker)

    def _expect(self, ask: Ask, asker: people.Asker) -> None:
        answer = self.send(ask, asker.actor, who=asker.who)
        if answer.status not in asker.statuses:
            self.tally.find(f"{asker.who} was answered {answer.status}", ask, answer, asker.who)

    def _wrong(self, ask: Ask, of: UUID | None) -> Iterator[Ask]:
        """The next wrong requests of an operation: first those that cannot be taken."""
        version = self._world.office.complaints[of].version if of else 1
        groups = (
            list(mutating.of_body(ask, self._description)),
            list(mutating.of_octets(ask)),
            list(mutating.of_headers(ask, version)),
            list(mutating.of_address(ask, self._description)),
        )
        # The same order whenever it comes to this operation again.
        chance = Random(f"{self._seed} {ask.operation.name}")
        for group in groups:
            chance.shuffle(group)
        mixed = list(_in_turn(groups))
        done = self.tally.wrong[ask.operation.name]
        batch = mixed[done : min(done + AT_ONCE, self._each)]
        yield from sorted(batch, key=lambda each: is_formed(each, self._description))

    def _ask_questions(self) -> None:
        project(self._database)
        for ask in questions(self._world, self._description, self._chance):
            name, of = ask.operation.name, ask.path.get("complaint")
            known, reader = UUID(of) if of else None, _reader(ask)
            self.send(ask, reader)
            if name not in self.tally.shown:
                self._keep_out(ask, known, reader)
                self._let_in(ask, known)
                self.tally.shown.add(name)
            for wrong in self._wrong(ask, known):
                self.send(wrong, reader)
                self.tally.wrong[name] += 1

    def send(self, ask: Ask, actor: Actor | None, *, who: str = "") -> Answer:
        """Ask, and look at the answer and at what was recorded."""
        answer = self._line.ask(ask, self._world.key_of(actor) if actor else None)
        recorded = bool(self._world.catch_up())
        self.tally.count(ask, answer)
        formed = is_formed(ask, self._description)
        asker = who or (actor.role if actor else None) or "nobody"
        for sentence in findings(ask, answer, self._description, recorded=recorded, formed=formed):
            self.tally.find(sentence, ask, answer, asker)
        is_outside = actor is not None and actor.kind == "party"
        if is_outside and any(each in answer.text for each in self._world.staff_ids):
            self.tally.find("a party is told who works here", ask, answer, asker)
        return answer


def _reader(ask: Ask) -> Actor | None:
    """Somebody who may ask a question."""
    staff = sorted(ask.operation.roles - {*PARTY_ROLES, *SERVICE_ROLES, "system"})
    return people.of_role(staff[0]) if staff else None


def _in_turn(groups: Sequence[list[One]]) -> Iterator[One]:
    """One of each group after the other."""
    missing = object()
    mixed = chain.from_iterable(zip_longest(*groups, fillvalue=missing))
    yield from (each for each in mixed if each is not missing)  # type: ignore[misc]
