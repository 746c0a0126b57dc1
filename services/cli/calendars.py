"""Calendars as published: their days, and the due dates that a corrected one moves."""

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
from services.wiring import Installation

app = typer.Typer(help="The calendars that due dates are reckoned by.", no_args_is_help=True)
BY_PRESENT = " by the calendars of the policy in force: newer ones count once it is adopted"
AWAIT = "await an approver: `plaint queue --awaits-approval` shows their complaints"
HEADS = ("complaint", "due", "calendar", "was due on", "is due on")


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
    else:
        print_line(none)


def _moving_row(one: Moving) -> tuple[str, ...]:
    calendar = f"{one.calendar_id} {one.old_version} → {one.new_version}"
    days = (one.old_due_on, one.new_due_on)
    return (one.reference, one.kind.replace("_", " "), calendar, *map(str, days))


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
    """Show the days of a year that are no working days, and those that make up for them."""
    calendar, _ = here.ask(
        lambda installation: calendar_at(installation.record, calendar_id, version)
    )
    days = list(_days(calendar, year))
    doubt = policies_shown.doubt(calendar, year)
    if as_json:
        heads = ("calendar_id", "version", "title", "weekend", "source", "known_until")
        known = {name: getattr(calendar, name) for name in heads}
        is_known = {"year": year, "is_known": doubt is None, "doubt": doubt}
        print_json({**known, **is_known, "days": days})
        return
    print_line(f"{calendar.calendar_id} version {calendar.version}: {calendar.source or 'named'}")
    print_line(f"weekend: {', '.join(calendar.weekend)}; {policies_shown.known(calendar)}")
    print_table(("day", "weekday", "works", "name"), [_row(one) for one in days], long=("name",))
    if doubt:
        print_line(doubt)


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
