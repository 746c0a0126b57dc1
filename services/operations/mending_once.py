"""What an update mends in the record, once, at the first start after it."""

from collections.abc import Callable

from adapters.local.folder import DataFolder
from adapters.record import Record
from services.commands.command_service import CommandService
from services.commands.early_starts import EarlyStarts

DONE = "early_starts_mended"
"""What ``run.json`` says once the whole record was looked through."""


async def mend_once(
    folder: DataFolder, record: Record, complaints: CommandService, say: Callable[[str], None]
) -> None:
    """Recount at the first start after an update; one that was broken off goes on at the next."""
    if folder.read_run().get(DONE):
        return
    if made := await EarlyStarts(record, complaints).run():
        say(f"{made} due dates counted from before their complaint's receipt: set anew")
    folder.write_run({**folder.read_run(), DONE: True})
