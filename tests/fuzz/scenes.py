"""A scene: a complaint in a state in which a command is accepted, and by whom it is given."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any
from uuid import UUID

from domain.decider import AnyDecider
from domain.decision_context import Command
from domain.registry import COMMANDS
from domain.values import Actor
from tests.fuzz.asks import JSON, Ask
from tests.fuzz.described import Description
from tests.fuzz.world import World
from tests.support.asking import BEGINNING, BODIES, Present
from tests.support.courses import ONWARD, waiting
from tests.support.people import able, natural

MOST_COMPLAINTS, MOST_BODIES = 60, 30
OF_LETTERS = frozenset({"document", "made"})
TEXT = b"What was said, as it was written down."


@dataclass(frozen=True, slots=True)
class Scene:
    """A command that the rules accept now. of: its complaint; None begins one."""

    kind: AnyDecider
    command: Command
    by: Actor
    of: UUID | None

    def ask(self, description: Description) -> Ask:
        """The command as it goes over HTTP."""
        operation = description.operations[self.kind.name]
        told = self.command.model_dump(mode="json", exclude_unset=True)
        path = {"complaint": str(self.of)} if self.of else {}
        headers = () if self.of is None else (("If-Match", "*"),)
        if self.kind.name == "attach_document":
            sent = (*headers, ("Content-Type", "text/plain"), ("Plaint-Title", "A%20note"))
            query = (("supplied_by", told.get("supplied_by", "complainant")),)
            return Ask(operation=operation, path=path, query=query, headers=sent, octets=TEXT)
        if self.kind.name == "send_letter":
            told = {name: one for name, one in told.items() if name not in OF_LETTERS}
            told["is_sent"] = True
        sent = (*headers, ("Content-Type", JSON))
        return Ask(operation=operation, path=path, headers=sent, told=told)


def scene_of(world: World, kind: AnyDecider, chance: Random) -> Scene | None:
    """A scene of this command among the latest complaints; None where there is none now."""
    if kind.begins:
        body = chance.choice(BEGINNING[kind.name])
        command = kind.model.model_validate(body)
        by = natural(kind, None)
        return Scene(kind, command, by, None) if world.accepts(kind, command, by, None) else None
    latest = list(world.office.complaints)[-MOST_COMPLAINTS:]
    for of in chance.sample(latest, len(latest)):
        if found := scene_at(world, kind, of, chance):
            return found
    return None


def scene_at(world: World, kind: AnyDecider, of: UUID, chance: Random) -> Scene | None:
    """A scene of this command at this complaint."""
    present = world.present(of)
    people = [each for each in _people(kind, present, chance) if world.is_seen(each, of)]
    people = [each for each in people if world.may(kind, each, of)]
    bodies = list(BODIES[kind.name](present)) if people else []
    for body in chance.sample(bodies, min(len(bodies), MOST_BODIES)):
        command = kind.model.model_validate(body)
        for by in people:
            if world.accepts(kind, command, by, of):
                return Scene(kind, command, by, of)
    return None


def _people(kind: AnyDecider, present: Present, chance: Random) -> Sequence[Actor]:
    """Whose work it mostly is, and two others, one of them outside where they may."""
    others = list(able(kind, present.complaint))
    outside = [each for each in others if each.kind == "party"]
    chosen = [natural(kind, present.complaint), chance.choice(others), *outside[:1]]
    if chance.random() < 0.3:
        chosen.reverse()
    return list(dict.fromkeys(chosen))


def onward(world: World, chance: Random) -> Scene | None:
    """A next step of some complaint, mostly the usual one, so that complaints come far."""
    latest = list(world.office.complaints)[-MOST_COMPLAINTS:]
    if len(latest) < 6 or chance.random() < 0.05:
        return scene_of(world, COMMANDS[chance.choice(list(BEGINNING))], chance)
    of = chance.choice(latest)
    complaint = world.office.complaints[of]
    names = [*ONWARD[complaint.state]]
    if chance.random() < 0.6:
        names = [name for group in waiting(complaint) for name in group] or names
    for name in chance.sample(names, len(names)):
        if found := scene_at(world, COMMANDS[name], of, chance):
            return found
    return None


def questions(world: World, description: Description, chance: Random) -> Iterator[Ask]:
    """Every question once, of some complaint that has what is asked for."""
    known = list(world.office.complaints)
    for operation in description.operations.values():
        if operation.method != "GET":
            continue
        for of in chance.sample(known, len(known)):
            path = {"complaint": str(of), **_named(world, of)}
            wanted = operation.parameters("path").keys()
            if wanted <= path.keys():
                query = (("figure", "received"),) if operation.name == "read_trends" else ()
                yield Ask(
                    operation=operation, path={name: path[name] for name in wanted}, query=query
                )
                break


def _named(world: World, of: UUID) -> dict[str, Any]:
    complaint = world.office.complaints[of]
    erased = [each for each, one in complaint.erasures.items() if one.key_ids]
    documents = [each for each, one in complaint.documents.items() if not one.is_removed]
    found = {"deadline_id": complaint.deadlines, "document": documents, "request_id": erased}
    return {name: str(next(iter(ids))) for name, ids in found.items() if ids}
