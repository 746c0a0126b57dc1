"""``plaint generate``: a data folder of its own, full of complaints that nobody made."""

import asyncio
import time
from dataclasses import dataclass
from datetime import UTC, date, datetime
from datetime import time as of_day
from pathlib import Path
from typing import Annotated

from adapters.clock import standing_at
from adapters.local.system_account import settle_account
from adapters.settings import Settings
from projections import discover
from services import addresses, wiring
from services.commands.command_service import CommandService
from services.gc_tuning import collect_rarely
from services.generating.performing import Performance, Tally
from services.generating.plan import begin_of, plan
from services.generating.steps import GENERATED
from services.generating.turns import InTurn
from services.operations.backup import must_be_empty
from services.operations.first_policies import furnish
from services.operations.starting import Screen, prepared_folder, servers
from services.streaming.rebuilding import rebuild


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which complaints to make up: the same for the same three."""

    seed: int
    complaints: int
    until: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Generated:
    """What was made up."""

    folder: Annotated[str, "The data folder that was made."]
    legal_entity: Annotated[str, "Whose the complaints are; nobody's."]
    seed: Annotated[int, "What it was made from."]
    until: Annotated[date, "The day before which the three years end."]
    complaints: Annotated[int, "How many there are, also those split off and sent twice."]
    commands: Annotated[int, "How many were carried out."]
    events: Annotated[int, "How many they yielded."]
    by_outcome: Annotated[dict[str, int], "How many complaints are in each state."]
    refused: Annotated[int, "Courses that a rule broke off; none, unless the plan is at fault."]
    seconds: Annotated[float, "How long the commands took."]
    views_seconds: Annotated[float, "How long it then took to fill the views."]


def generate(settings: Settings, wanted: Wanted, into: Path, screen: Screen) -> Generated:
    """Make the new data folder, with a PostgreSQL of its own that is stopped at the end.

    Raises FolderRefused where the folder holds anything, FolderHeld, AccountRefused, ServerFailed.
    """
    must_be_empty(into)
    named = {**dict.fromkeys(addresses.ADOPTED), "legal_entity": GENERATED}
    own = {"data": into, "kafka": "off", "database_url": None, "documents": None}
    settings = settings.model_copy(update=named | own)
    if settled := settle_account(settings.run_as):
        screen.say(settled)
    collect_rarely()
    folder, _ = prepared_folder(settings)
    with folder.hold(), servers(settings, folder, screen):
        began = time.monotonic()
        tally = asyncio.run(performed(settings, wanted, screen))
        filling = time.monotonic()
        for projection in discover():
            screen.say(f"filling the view {projection.name}")
            rebuild(addresses.replayer_dsn(settings), projection.name)
    return Generated(
        folder=str(folder.path),
        legal_entity=GENERATED,
        seed=wanted.seed,
        until=wanted.until,
        complaints=len(tally.state_of),
        commands=tally.commands,
        events=tally.events,
        by_outcome=tally.by_outcome,
        refused=tally.refused,
        seconds=round(filling - began, 3),
        views_seconds=round(time.monotonic() - filling, 3),
    )


async def performed(settings: Settings, wanted: Wanted, screen: Screen) -> Tally:
    """Furnish the installation as of the first day, and carry the plan out there."""
    async with wiring.installation(settings) as parts:
        begin = datetime.combine(begin_of(wanted.until), of_day(), UTC)
        with standing_at(begin):
            await furnish(parts, screen.say)
        async with InTurn.over(addresses.writer_dsn(settings), parts.record) as record:
            return await _carried_out(parts, record, wanted, screen)


async def _carried_out(
    parts: wiring.Installation, record: InTurn, wanted: Wanted, screen: Screen
) -> Tally:
    complaints = CommandService(
        record,
        keys=parts.keys,
        policies=parts.policies,
        secret=parts.secrets.installation,
        contacts=parts.duplicates,
    )
    steps = plan(wanted.seed, wanted.complaints, until=wanted.until)
    with screen.progress("complaints", wanted.complaints) as advance:
        performance = Performance(complaints, record, lambda: advance(1))
        return await performance.of(steps, until=wanted.until)
