"""What may be about the same matter, told at a terminal."""

from collections.abc import Sequence

import psycopg
from rich.text import Text

from services.cli.here import Here
from services.cli.terminal import print_line, say
from services.cli.words import state
from services.complaints import Done
from services.duplicates import Likely
from services.wiring import Installation

MOST = 3
WORDS = {
    "email": "e-mail",
    "phone": "telephone",
    "name_and_postal_code": "name and postal code",
    "product_reference": "product reference",
}


def suggest(here: Here, done: Done) -> None:
    """After a receipt: which complaints may be about the same; nothing where there are none.

    The receipt is stored by then, so that looking fails is no failure of the command.
    """

    reader = here.person("handler")

    async def found(parts: Installation) -> tuple[Likely, ...]:
        return await parts.duplicates.likely(done.complaint_id, reader=reader)

    try:
        likely = here.ask(found)
    except psycopg.OperationalError:
        say("it was not looked for likely duplicates, the database is away: `plaint duplicates`")
        return
    if likely:
        more = f", and {len(likely) - MOST} more" if len(likely) > MOST else ""
        named = ", ".join(one.reference for one in likely[:MOST])
        print_line(f"may be about the same as {named}{more}")


def show_likely(likely: Sequence[Likely]) -> None:
    """One line for each complaint, with what is alike but not what it says."""
    for one in likely:
        alike = ", ".join(WORDS.get(kind, kind) for kind in one.alike)
        line = Text.assemble((one.reference, "bold"), " is ", state(one.state))
        print_line(line.append(f": same {alike}", style="not bold"))
