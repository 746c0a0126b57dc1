"""How everything is: every part with its last sign of life, what waits, and what stands still."""

from collections.abc import Iterator
from dataclasses import replace

import typer
from rich.text import Text

from adapters.local.ports import LOOPBACK
from adapters.secrets import read_secrets
from domain.slices import SLICES
from services.cli import formatting
from services.cli.context import Here, here
from services.cli.exits import Exit
from services.cli.shared_options import READING, AsJson
from services.cli.terminal import Cell, print_json, print_line, print_table
from services.generating.steps import GENERATED
from services.operations.api_processes import PROCESSES, names
from services.operations.folder_faults import folder_faults
from services.operations.health_watch import Sight, glance, looking, rules_of
from services.operations.own_api import asked_at, who_answers
from services.operations.part_account import AS_ROOT
from services.operations.stalls import STALLED_AFTER, Rules, Stall
from services.policies.adopt_policy import WaitingPolicy, waiting
from services.policies.calendars_ending import RunningOut
from services.representations.overview import Life, Overview, RelayShown, ViewShown, overview
from services.wiring import Installation

HEADS = ("part", "state", "heard of", "position", "behind", "oldest", "parked")
NUMBERS = ("heard of", "position", "behind", "oldest", "parked")
ANSWER_SECONDS = 2.0
NOTHING = "–"
MADE_UP = f"complaints of the legal entity {GENERATED} are made up, by `plaint generate`"
GOOD, BAD, ODD = "green", "bold red", "yellow"


def add_commands(app: typer.Typer) -> None:
    """Give the application ``status``."""
    app.command("status", rich_help_panel=READING)(here(status))


def status(here: Here, as_json: AsJson = False) -> None:
    """Show how every part is; ends with 1 where one stands still, and says why.

    Asked of the database, so also when the API is down.
    """
    rules = _rules(here)

    async def looked(
        installation: Installation,
    ) -> tuple[Sight, tuple[str, ...], tuple[RunningOut, ...], tuple[WaitingPolicy, ...]]:
        policies, late = installation.policies, await waiting(installation.record)
        sight = await glance(looking(installation.record, installation.settings.topic), rules)
        return sight, await policies.legal_entities(), await policies.running_out(), late

    sight, entities, ending, late = here.ask(looked)
    api = here.folder.read_run().get("port")
    also = _api_faults(here, api) if isinstance(api, int) else ()
    folders = folder_faults(here.settings)
    faults = (*also, *folders)
    report = overview(sight, entities=entities, also=faults, ending=ending, waiting=late)
    if as_json:
        print_json(report)
    else:
        if as_root := here.folder.read_run().get(AS_ROOT):
            print_line(Text(f"API, relay, projections and clock run as root: {as_root}", style=ODD))
        if GENERATED in report.legal_entities:
            print_line(Text(MADE_UP, style=ODD))
        _show(report, api if isinstance(api, int) else None)
    if not report.is_well:
        raise typer.Exit(Exit.REFUSED)


def _rules(here: Here) -> Rules:
    """No relay is expected where the installation was started without a broker."""
    noted = here.folder.read_run()
    is_configured = here.settings.kafka_bootstrap_servers is not None
    has_broker = is_configured or noted.get("kafka", "unknown") is not None
    rules = rules_of(here.settings)
    is_said, started = STALLED_AFTER in here.settings.model_fields_set, noted.get(STALLED_AFTER)
    # As the API judges, which was started with it, unless something else is said here.
    limit = started if isinstance(started, float) and not is_said else rules.limit
    processes = noted.get(PROCESSES)
    apis = names(processes) if isinstance(processes, int) else rules.apis
    return replace(rules, limit=limit, publishes=rules.publishes and has_broker, apis=apis)


def _api_faults(here: Here, port: int) -> Iterator[Stall]:
    """One fault where the API of this installation does not answer on its port."""
    address = asked_at(str(here.folder.read_run().get("host", LOOPBACK)), port)
    who = who_answers(address, "/livez", seconds=ANSWER_SECONDS)
    if who is None:
        reason = f"does not answer on {address} within {ANSWER_SECONDS:.0f} s"
        yield Stall("api", reason, "start it with `plaint up`, or see its log")
    elif who != read_secrets(here.folder.secrets).identity:
        reason = f"does not answer: another program does on {address}"
        yield Stall("api", reason, "start it with `plaint up`, which takes another port")


def _show(report: Overview, port: int | None) -> None:
    stalled = {fault.part for fault in report.faults}
    rows = [
        *_api_rows(report, stalled, port),
        *([_relay_row(report.relay, report)] if report.relay else []),
        ["clock", *_life_cells("clock", report.clock, report), "", "", "", ""],
        _workers_row(report, stalled),
        *(_view_row(view, stalled) for view in report.projections),
    ]
    print_table(HEADS, rows, numbers=NUMBERS, long=("part",))
    for fault in report.faults:
        print_line(Text.assemble((fault.part, BAD), f": {fault.reason}"))
        print_line(Text(fault.instead, style="dim"), indent=2)
    for calendar in report.calendars_running_out:
        named = f"calendar {calendar.calendar_id} version {calendar.version}"
        print_line(Text.assemble((named, ODD), f": {calendar.reason}"))
        print_line(Text(calendar.instead, style="dim"), indent=2)
    for policy in report.policies_waiting:
        named = f"policy {policy.policy_id} version {policy.version}"
        reason = f": published, and {policy.legal_entity} decides under {policy.adopted_version}"
        print_line(Text.assemble((named, ODD), reason))
        print_line(Text(policy.instead, style="dim"), indent=2)
    record = f"record up to {report.position:,}, log {report.log_id}"
    print_line(record)
    print_line(_verdict(report))


def _api_rows(report: Overview, stalled: set[str], port: int | None) -> Iterator[list[Cell]]:
    if port is None:
        return
    for name, life in zip(names(len(report.apis)), report.apis, strict=True):
        state = Text("silent", style=BAD) if name in stalled else Text("answers", style=GOOD)
        yield [name, state, _seconds(life.heartbeat_seconds), "", "", "", ""]


def _relay_row(relay: RelayShown, report: Overview) -> list[Cell]:
    return [
        "relay",
        *_life_cells("relay", relay.life, report),
        f"{relay.position:,}",
        _number(relay.unpublished, good=relay.unpublished == 0),
        _seconds(relay.oldest_seconds),
        "",
    ]


def _workers_row(report: Overview, stalled: set[str]) -> list[Cell]:
    fed = f"{report.slices_fed}/{SLICES} slices"
    style = BAD if "projections" in stalled else GOOD if report.slices_fed == SLICES else ODD
    heard = min((one.silent_seconds for one in report.workers), default=None)
    return ["projections", Text(fed, style=style), _seconds(heard), "", "", "", ""]


def _view_row(view: ViewShown, stalled: set[str]) -> list[Cell]:
    name = view.name if view.is_live else f"{view.name} v{view.version}"
    state = Text("stopped" if view.stopped else "stalled", style=BAD)
    if name not in stalled:
        state = Text("moving" if view.is_live else "not shown", style=GOOD if view.is_live else "")
    return [
        f"  {name}",
        state,
        "",
        f"{view.position:,}",
        _number(view.lag, good=view.lag == 0),
        _seconds(view.oldest_seconds),
        Text(f"{view.parked:,}", style=ODD if view.parked else ""),
    ]


def _life_cells(part: str, life: Life, report: Overview) -> list[Cell]:
    heard = life.heartbeat_seconds
    is_silent = heard is None or heard > report.stalled_after
    style = GOOD if life.doing == "working" and not is_silent else ODD
    if any(fault.part == part for fault in report.faults):
        style = BAD
    return [Text("silent" if is_silent else life.doing or "", style=style), _seconds(heard)]


def _number(number: int, *, good: bool) -> Text:
    return Text(f"{number:,}", style=GOOD if good else ODD)


def _seconds(seconds: float | None) -> str:
    return NOTHING if seconds is None else f"{seconds:,.0f} s"


def _verdict(report: Overview) -> Text:
    if report.is_well:
        parked = sum(view.parked for view in report.projections if view.is_live)
        also = f"; {formatting.counted(parked, 'complaint')} parked" if parked else ""
        return Text(f"all is well{also}", style=GOOD if not parked else ODD)
    parts = dict.fromkeys(fault.part for fault in report.faults)
    return Text(f"stands still: {', '.join(parts)}", style=BAD)
