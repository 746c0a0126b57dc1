"""Calendars as published: their days, and the due dates that a corrected one moves."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import partial
from typing import Annotated, Any

import typer

from domain.policy import WEEKDAYS, Calendar
from services.cli import policies_shown
from services.cli.context import Here, here
from services.cli.shared_options import AsJson
from services.cli.terminal import print_json, print_line, print_table, say
from services.policies import calendar_recount
from services.policies.calendar_recount import Moving, Recounted
from services.policies.policy_history import calendar_at
from services.policies.policy_in_force import PolicyInForce
from services.wiring import Installation

app = typer.Typer(help="The calendars that due dates are reckoned by.", no_args_is_help=True)
BY_PRESENT = " by the calendars of the policy in force: newer ones count once it is adopted"
AWAIT = "await an approver: `plaint queue --awaits-approval` shows their complaints"
PAST = "past by the newer calendar: once recorded they are missed, or lapse, at once"
HEADS = ("complaint", "due", "calendar", "was due on", "is due on")


@dataclass(frozen=True, slots=True)
class InForce:
    """The version of a calendar by which a legal entity reckons, and the policy that names it."""

    legal_entity: str
    policy_id: str
    policy_version: int
    version: int


@app.command()
@here
def preview(here: Here, as_json: AsJson = False) -> None:
    """Show the due dates that a newer version of their calendar moves; nothing is changed.

    A new version is published with the policy: by `plaint up` for what comes with Plaint, else by
    `plaint policy publish`.
    """
    _show(here.ask(calendar_recount.preview), as_json, none=f"no due date moves{BY_PRESENT}")


@app.command()
@partial(here, is_noted=True)
def recount(here: Here, as_json: AsJson = False) -> None:
    """Record the due dates that `calendar preview` shows: each is set anew, and says why.

    What was missed stays missed. A day that was named or extended was told, and stays. What would
    be more than a week later is asked for, and an approver grants it.
    """
    actor = here.person("policy_owner")

    async def recounted(installation: Installation) -> Recounted:
        moving = await calendar_recount.preview(installation)
        return await calendar_recount.record(installation.complaints, moving, actor)

    made = here.ask(recounted)
    if as_json:
        print_json(made)
        return
    if made.due_dates or not made.awaiting_approval:
        _show(made.due_dates, False, none=f"nothing was recorded: no due date moves{BY_PRESENT}")
    if made.awaiting_approval:
        say(f"{len(made.awaiting_approval)} due dates, more than a week later, {AWAIT}")


def _show(moving: list[Moving], as_json: bool, *, none: str) -> None:
    if as_json:
        print_json({"due_dates": moving})
    elif moving:
        print_table(HEADS, [_moving_row(one) for one in moving])
        if past := sum(one.is_past for one in moving):
            say(f"{past} of them {PAST}")
    else:
        print_line(none)


def _moving_row(one: Moving) -> tuple[str, ...]:
    calendar = f"{one.calendar_id} {one.old_version} → {one.new_version}"
    days = (str(one.old_due_on), f"{one.new_due_on}{', past' if one.is_past else ''}")
    return (one.reference, one.kind.replace("_", " "), calendar, *days)


@app.command("show")
@here
def show_calendar(
    here: Here,
    calendar_id: Annotated[str, typer.Argument(metavar="CALENDAR", help="Its id.")],
    year: Annotated[
        int, typer.Argument(metavar="YEAR", min=1, max=9999, help="The year to be shown.")
    ],
    version: Annotated[
        int | None, typer.Option("--version", min=1, help="The latest, unless told.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Show the days of a year that are no working days, those made up for, and what is in force."""

    async def found(installation: Installation) -> tuple[Calendar, int, list[InForce]]:
        calendar, latest = await calendar_at(installation.record, calendar_id, version)
        return calendar, latest, _deciding(await installation.policies.every(), calendar_id)

    calendar, latest, deciding = here.ask(found)
    days = list(_days(calendar, year))
    doubt = policies_shown.doubt(calendar, year)
    if as_json:
        heads = ("calendar_id", "version", "title", "weekend", "source", "known_until")
        known = {name: getattr(calendar, name) for name in heads}
        is_known = {"year": year, "is_known": doubt is None, "doubt": doubt}
        in_force = [asdict(one) for one in deciding]
        print_json({**known, "latest": latest, "in_force": in_force, **is_known, "days": days})
        return
    is_latest = " (the latest published)" if calendar.version == latest else f" of {latest}"
    version_told = f"{calendar.calendar_id} version {calendar.version}{is_latest}"
    print_line(f"{version_told}: {calendar.source or 'named'}")
    for one in deciding:
        by = f"{one.legal_entity} decides under {one.policy_id} version {one.policy_version}"
        print_line(f"in force: version {one.version}, as {by}")
    if not deciding:
        print_line("in force: none, as no policy in force has this calendar")
    print_line(f"weekend: {', '.join(calendar.weekend)}; {policies_shown.known(calendar)}")
    print_table(("day", "weekday", "works", "name"), [_row(one) for one in days], long=("name",))
    if doubt:
        print_line(doubt)


def _deciding(policies: Sequence[PolicyInForce], calendar_id: str) -> list[InForce]:
    return [
        InForce(one.legal_entity, one.ref.id, one.ref.version, each.version)
        for one in policies
        for each in one.policy.calendars
        if each.calendar_id == calendar_id
    ]


def _row(day: dict[str, Any]) -> tuple[str, ...]:
    return (str(day["on"]), day["weekday"], "yes" if day["works"] else "no", day["name"])


def _days(calendar: Calendar, year: int) -> list[dict[str, Any]]:
    """The holidays of a year and the days made up for, in order."""
    found = [(one.on, False, one.name) for one in calendar.holidays if one.on.year == year]
    found += [(day, True, "made up for") for day in calendar.working_days if day.year == year]
    return [
        {"on": on, "weekday": WEEKDAYS[on.weekday()], "works": works, "name": name}
        for on, works, name in sorted(found)
    ]
