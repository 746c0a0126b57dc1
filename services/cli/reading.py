"""One complaint as of any moment, and what happened to it."""

from dataclasses import replace
from typing import Annotated, Any
from uuid import UUID

import typer
from pydantic import BaseModel, Field

from adapters.clock import now
from domain.values import Instant
from services.access.rights import OPENERS
from services.cli import complaint_shown, over_http, steps_shown, streams_shown, trail_shown
from services.cli.api_client import Api
from services.cli.carrying import seen_by
from services.cli.context import Here, here
from services.cli.exits import MayNot, Unfit
from services.cli.roles import KeyboardRole
from services.cli.shared_options import READING, AsJson, Reference
from services.cli.terminal import print_json
from services.queries.answers import Trail
from services.queries.complaints_named import references
from services.queries.links_seen import links_of, opened_for
from services.queries.next_steps import NextSteps
from services.queries.queries import ComplaintAsOf, OpenedComplaint, Questions
from services.representations import complaints
from services.wiring import Installation

AT_ONCE = 1_000
Shown = tuple[ComplaintAsOf | OpenedComplaint, NextSteps | None]


def add_commands(app: typer.Typer) -> None:
    """Give the application ``show`` and ``history``."""
    for command in (
        streams_shown.by_reference(show, streams_shown.show),
        streams_shown.by_reference(history, streams_shown.history),
    ):
        app.command(rich_help_panel=READING)(here(command, for_keys=True))


class Moment(BaseModel):
    """As of when; nothing means now."""

    version: Annotated[int | None, Field(ge=1, lt=2**31, description="As of this version")] = None
    at: Annotated[Instant | None, Field(description="As it was recorded at this time")] = None
    position: Annotated[int | None, Field(ge=1, lt=2**63, description="As of this position")] = None

    def chosen(self) -> dict[str, Any]:
        """What was said of the moment. Raises Unfit for more than one."""
        values = {name: getattr(self, name) for name in Moment.model_fields}
        chosen = {name: value for name, value in values.items() if value is not None}
        if len(chosen) > 1:
            raise Unfit("a moment is --version or --at or --position, one of them")
        return chosen


class ShowOptions(Moment):
    """What of a complaint is shown."""

    why_not: Annotated[bool, Field(description="Tell what cannot be done now, too, and why")] = (
        False
    )
    content: Annotated[
        bool, Field(description="Open what is sealed: names, texts; it is logged")
    ] = False


class TrailOptions(BaseModel):
    """Which part of a complaint's history."""

    at: Annotated[Instant | None, Field(description="Only what was recorded by this time")] = None


def show(
    here: Here,
    reference: Reference,
    part: ShowOptions,
    role: Annotated[
        KeyboardRole,
        typer.Option(
            "--as", metavar="ROLE", help="The role that you act in: its next steps are shown."
        ),
    ] = "handler",
    as_json: AsJson = False,
) -> None:
    """Show one complaint with what may be done next, or as it was at some moment."""
    if here.api is not None:
        _show_over_http(here.api, reference, part, as_json=as_json)
        return
    as_of = part.chosen()
    reader = here.person(role)

    async def complaint_of(installation: Installation) -> tuple[Shown, dict[UUID, str]]:
        questions, record = Questions(installation), installation.record
        found = await seen_by(reader, reference, asking=questions, read=read)
        if part.content and role not in OPENERS:
            raise MayNot(role, "open what is sealed", OPENERS)
        if part.content:
            opened = await opened_for(record, await questions.opened(found, **as_of), reader)
            steps = await questions.next_steps(opened.as_of, by=reader, now=now())
            return (opened, steps), await references(record, opened.as_of.complaint)
        complaint_as_of = await links_of(record, await questions.complaint(found, **as_of), reader)
        steps = await questions.next_steps(complaint_as_of, by=reader, now=now())
        return (complaint_as_of, steps), await references(record, complaint_as_of.complaint)

    event = "complaint.opened" if part.content else "complaint.read"
    with here.reading(event, reader, command="show") as read:
        (complaint, steps), quoted = here.ask(complaint_of)
    if as_json:
        print_json(_plain(complaint, steps))
    else:
        complaint_shown.show(complaint, quoted)
        steps_shown.show(steps, why_not=part.why_not)


def _show_over_http(api: Api, reference: str, part: ShowOptions, *, as_json: bool) -> None:
    found = over_http.complaint(api, reference, part.chosen(), content=part.content)
    if as_json or found.complaint is None:
        print_json(found.answer)
        return
    complaint_shown.show(found.complaint, found.quoted)
    steps_shown.show(found.steps, why_not=part.why_not)


def _plain(complaint: ComplaintAsOf | OpenedComplaint, steps: NextSteps | None) -> BaseModel:
    if isinstance(complaint, OpenedComplaint):
        return complaints.opened(complaint, steps)
    return complaints.complaint(complaint, steps)


def history(
    here: Here,
    reference: Reference,
    part: TrailOptions,
    raw: Annotated[
        bool, typer.Option("--raw", help="The very octets of each event, one a line.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Show what happened to one complaint, in order, nothing left out."""
    whole = _trail(here, reference, part)
    if as_json:
        print_json(whole)
    elif raw:
        trail_shown.show_raw(whole)
    else:
        trail_shown.show(whole)


def _trail(here: Here, reference: str, part: TrailOptions) -> Trail:
    if here.api is not None:
        return over_http.history(here.api, reference, part.at)
    reader = here.person("handler")

    async def pages_of(installation: Installation) -> list[Trail]:
        questions = Questions(installation)
        found = await seen_by(reader, reference, asking=questions, read=read)
        more: dict[str, Any] = {"by": reader, "as_of": part.at, "limit": AT_ONCE}
        pages = [await questions.history(found, **more)]
        while (after := pages[-1].next_after) is not None:
            pages.append(await questions.history(found, after_version=after, **more))
        return pages

    with here.reading("complaint.read", reader, command="history") as read:
        pages = here.ask(pages_of)
    return replace(pages[-1], entries=tuple(one for page in pages for one in page.entries))
