"""The topic as any subscriber sees it: headers, and the octets that were stored and hashed."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import islice
from typing import Annotated, Any

import orjson
import typer
from rich.text import Text

from adapters.kafka.clients import Kafka
from adapters.kafka.headers import POSITION, STREAMVERSION, TYPE
from adapters.kafka.reading import Published, read_topic
from adapters.kafka.topic import remove_topic
from services.addresses import bootstrap_servers
from services.cli.context import Here, here
from services.cli.exits import Unfit
from services.cli.harmless import harmless
from services.cli.terminal import json_of, print_line, say

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
LOOKED_BACK = 1_000

app = typer.Typer(help="What subscribers get from Kafka.", no_args_is_help=True)


@app.command()
@here
def tail(
    here: Here,
    number: Annotated[
        int, typer.Option("-n", "--number", min=0, help="How many records of the whole topic.")
    ] = 10,
    from_beginning: Annotated[
        bool, typer.Option("--from-beginning", help="All records, each partition in its order.")
    ] = False,
    follow: Annotated[
        bool, typer.Option("--follow", "-f", help="Go on with what comes, until Ctrl-C.")
    ] = False,
    as_json: Annotated[
        bool, typer.Option("--json", help="One JSON object a line, headers and value.")
    ] = False,
) -> None:
    """Show the last records of the topic, by their position in the record, with their headers.

    With --from-beginning every record, which has an order within each partition only.
    """
    reader = _Reader(Kafka(bootstrap_servers(here.settings)), here.settings.topic)
    found = reader.all(follow=follow) if from_beginning else reader.last(number, follow=follow)
    for record in found:
        _show(record, as_json=as_json)


@app.command()
@partial(here, is_noted=True)
def refill(
    here: Here,
    yes: Annotated[bool, typer.Option("--yes", help="Do it: its records are deleted.")] = False,
) -> None:
    """Delete the topic, so that the relay makes it anew and fills it with the whole record.

    For a topic that lost its beginning or other records. Positions and octets stay the same, the
    offsets do not: a subscriber begins again and drops what it knows by `ce_position`.
    """
    topic = here.settings.topic
    if not yes:
        raise Unfit(
            f"all records of {topic} would be deleted and published again, and every subscriber "
            "begins anew at its start (docs/operations.md): say --yes if that is wanted"
        )
    admin = Kafka(bootstrap_servers(here.settings)).admin()
    remove_topic(admin, topic)
    admin.close()
    print_line(f"{topic} is deleted")
    say("a relay fills it anew; one that refused to go on starts again with `plaint up`")


class _Reader:
    """Reads a topic from its end, and goes on where it stopped."""

    def __init__(self, kafka: Kafka, topic: str) -> None:
        self._kafka = kafka
        self._topic = topic

    def all(self, *, follow: bool) -> Iterator[Published]:
        """Every record from the beginning."""
        return read_topic(self._kafka, self._topic, follow=follow)

    def last(self, number: int, *, follow: bool) -> Iterator[Published]:
        """So many last records of the whole topic by position; then what comes, if followed."""
        there = sorted(read_topic(self._kafka, self._topic, last=max(number, 1)), key=_position)
        yield from islice(there, max(len(there) - number, 0), None)
        if follow:
            yield from self._onwards(there)

    def _onwards(self, there: Iterable[Published]) -> Iterator[Published]:
        # What came between the two readings is found by looking back a little.
        upto: dict[int, int] = {}
        for record in there:
            upto[record.partition] = max(record.offset, upto.get(record.partition, -1))
        for record in read_topic(self._kafka, self._topic, last=LOOKED_BACK, follow=True):
            before = upto.get(record.partition, -1)
            if record.offset <= before:
                continue
            if record.offset > before + 1:
                missed = f"{before + 1} to {record.offset - 1}"
                say(f"partition {record.partition}: offsets {missed} came too fast to be shown")
            upto[record.partition] = record.offset
            yield record


def _position(record: Published) -> tuple[int, int]:
    return int(record.headers.get(POSITION, "0")), record.offset


def _show(record: Published, *, as_json: bool) -> None:
    if as_json:
        typer.echo(json_of(_plain(record)))
        return
    headers = record.headers
    line = Text(f"position {headers.get(POSITION, '–')}", style="bold")
    print_line(line.append(f"  {headers.get(TYPE, 'no type')}", style="not bold cyan"))
    print_line(f"{record.key}, version {headers.get(STREAMVERSION, '–')}", indent=2)
    place = f"partition {record.partition}, offset {record.offset}"
    print_line(Text(f"{place}, published {_published_at(record)}", style="dim"), indent=2)
    said = "  ".join(f"{name}={value}" for name, value in headers.items())
    print_line(Text(harmless(said), style="dim"), indent=2)
    print_line(record.value.decode(errors="replace"), indent=2)


def _plain(record: Published) -> dict[str, Any]:
    return {
        "partition": record.partition,
        "offset": record.offset,
        "published_at": _published_at(record),
        "key": record.key,
        "headers": record.headers,
        "value": orjson.loads(record.value),
    }


def _published_at(record: Published) -> str:
    at = EPOCH + timedelta(milliseconds=record.timestamp)
    return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")
