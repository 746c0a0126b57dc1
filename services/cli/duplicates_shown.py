"""What may be about the same matter, told at a terminal."""

import psycopg
from rich.text import Text

from services.cli.context import Here
from services.cli.formatting import state
from services.cli.terminal import print_line, say
from services.commands.command_request import CommandResult
from services.commands.duplicates import LikelyDuplicates
from services.wiring import Installation

MOST = 3
WORDS = {
    "email": "e-mail",
    "phone": "telephone",
    "name_and_postal_code": "name and postal code",
    "product_reference": "product reference",
}


def suggest(here: Here, result: CommandResult) -> None:
    """After a receipt: which complaints may be about the same; nothing where there are none.

    The receipt is stored by then, so that looking fails is no failure of the command.
    """

    reader = here.person("handler")

    async def found(parts: Installation) -> LikelyDuplicates:
        return await parts.duplicates.likely(result.stream_id, reader=reader)

    try:
        likely = here.ask(found)
    except psycopg.OperationalError:
        say("it was not looked for likely duplicates, the database is away: `plaint duplicates`")
        return
    if likely.complaints:
        left = max(len(likely.complaints) - MOST, 0) + likely.more
        named = ", ".join(one.reference for one in likely.complaints[:MOST])
        print_line(f"may be about the same as {named}{f', and {left:,} more' if left else ''}")


def show_likely(likely: LikelyDuplicates) -> None:
    """One line for each complaint, with what is alike but not what it says; how many are left."""
    for one in likely.complaints:
        alike = ", ".join(WORDS.get(kind, kind) for kind in one.alike)
        line = Text.assemble((one.reference, "bold"), " is ", state(one.state))
        received = f", received {one.received.day or 'on a day that nobody knows'}: same {alike}"
        print_line(line.append(received, style="not bold"))
    if likely.more:
        print_line(f"and {likely.more:,} more")
