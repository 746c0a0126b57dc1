"""Keys for the HTTP API: made and shown once, replaced, listed without their secret, ended."""

import re
from datetime import date, datetime, timedelta
from typing import Annotated
from uuid import UUID

import typer
from pydantic import BaseModel, Field

from adapters.clock import now
from adapters.postgres.staff import StaffDirectory, StaffKey
from domain.complaint.objectivity.excluding import CONTROLLING
from services import wiring
from services.access.new_keys import NewKey, Terms, UnknownRole
from services.access.party_keys import Part
from services.access.principals import Principals
from services.access.rights import KEY_ROLES, PARTY_ROLES
from services.cli.context import Here, here
from services.cli.entering import DAY, instant_of
from services.cli.exits import Exit, Unfit
from services.cli.keys_shown import plain, show
from services.cli.shared_options import AsJson
from services.cli.terminal import print_json, print_line, say
from services.wiring import Installation

app = typer.Typer(help="Keys for the HTTP API.", no_args_is_help=True)

SPAN = re.compile(r"([1-9][0-9]{0,3})([dh])")
EXPIRES = "When it ends by itself: 90d, 12h, a day such as 2027-03-31, or an instant."
Expires = Annotated[str | None, typer.Option("--expires", metavar="TIME", help=EXPIRES)]
ME = "me"


class KeyOptions(BaseModel):
    """Whose key is made, and what it may."""

    role: Annotated[str | None, Field(description=f"One of {', '.join(KEY_ROLES)}")] = None
    unit: Annotated[str | None, Field(description="A code for the unit")] = None
    label: Annotated[
        str | None, Field(description="What you know it by, such as 'front desk, A.'")
    ] = None
    expires: Annotated[str | None, Field(description=EXPIRES)] = None
    complaint: Annotated[str | None, Field(description="Of a party: the only one they reach")] = (
        None
    )
    party_id: Annotated[
        UUID | None, Field(description="Of a party: which one of the complaint")
    ] = None

    @property
    def is_of_a_party(self) -> bool:
        """Whether it is for one complaint alone."""
        return bool(self.complaint or self.party_id or self.role in PARTY_ROLES)


@app.command()
@here
def new(
    here: Here,
    options: KeyOptions,
    whose: Annotated[
        str | None,
        typer.Option(
            "--for",
            metavar="PERSON",
            help="Another key of somebody who has one: the first characters of their id; or: me. "
            "Role, unit and label stay, unless told.",
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Make a key; its text is shown this once and kept only as a hash.

    Without --for it is a new person's.
    """
    by, end = here.person("handler").id, _end(options.expires, here)
    own, named = (by, None) if whose == ME else (None, whose)

    async def made(parts: Installation) -> NewKey:
        if options.is_of_a_party:
            return await _of_a_party(parts, options, whose, end=end, by=by)
        keys = Principals(parts.record.pool, by=by)
        old = await keys.latest_of(named) if named else None
        role = options.role or (old.role if old else None)
        if role is None:
            raise UnknownRole(f"name its role with --role: {', '.join(KEY_ROLES)}")
        return await keys.new(
            role,
            unit=options.unit or (old.unit if old else None),
            label=options.label or (old.label if old else None),
            principal_id=old.principal_id if old else own,
            expires_at=end,
        )

    key = here.ask(made)
    _show(key, as_json=as_json)
    _say_offices(here, key)


def _say_offices(here: Here, key: NewKey) -> None:
    """That somebody checks what they do themselves: it is allowed, and is told."""
    staff_roles = here.ask(lambda parts: StaffDirectory(parts.record.pool).roles())
    roles = staff_roles.get(key.principal.id, frozenset())
    if len(roles) > 1 and roles & CONTROLLING:
        say(
            f"this person has keys as {', '.join(sorted(roles))}: "
            "who controls is better somebody else"
        )


async def _of_a_party(
    parts: Installation, options: KeyOptions, whose: str | None, *, end: datetime | None, by: UUID
) -> NewKey:
    if whose is not None:
        raise UnknownRole("a party's key is nobody's who works here: leave --for out")
    return await wiring.party_keys(parts, by=by).new(
        options.role or "party",
        complaint=options.complaint,
        party_id=options.party_id,
        terms=Terms(options.label, end),
    )


@app.command()
@here
def replace(
    here: Here,
    prefix: Annotated[str, typer.Argument(help="The part after plaint_, as the list shows it.")],
    overlap: Annotated[
        str | None,
        typer.Option("--overlap", metavar="SPAN", help="How long both hold: 7d, 12h. None: not."),
    ] = None,
    expires: Expires = None,
    as_json: AsJson = False,
) -> None:
    """Make a key of the same person in the place of another one, which ends.

    It lives as long as the old one was to live, unless --expires says otherwise. Of a party whose
    part is over none is made.
    """
    end, both = _end(expires, here), _span(overlap) if overlap else timedelta(0)
    by = here.person("handler").id
    new = here.ask(
        lambda parts: wiring.party_keys(parts, by=by).replaced(prefix, overlap=both, expires_at=end)
    )
    _show(new, as_json=as_json)


@app.command("list")
@here
def list_keys(here: Here, as_json: AsJson = False) -> None:
    """List all keys ever made, oldest first, without their secret part; days are UTC."""

    async def listed(parts: Installation) -> list[tuple[StaffKey, Part | None]]:
        keys = await Principals(parts.record.pool).keys()
        held = await wiring.party_keys(parts).parts_of(keys)
        return [(key, held.get(key.prefix)) for key in keys]

    keys = here.ask(listed)
    if as_json:
        print_json({"keys": [{**plain(key), "part": part} for key, part in keys]})
    else:
        show(keys)


@app.command()
@here
def revoke(
    here: Here,
    prefix: Annotated[str, typer.Argument(help="The part after plaint_, as the list shows it.")],
) -> None:
    """End a key for ever; running servers refuse it within three seconds."""
    by = here.person("handler").id
    if here.ask(lambda parts: Principals(parts.record.pool, by=by).revoke(prefix)):
        print_line(f"revoked {prefix}")
        if others := here.ask(lambda parts: _others(StaffDirectory(parts.record.pool), prefix)):
            say(f"the same person's keys go on: {', '.join(others)}")
        return
    say(f"plaint: no key in force has the prefix {prefix}: see `plaint key list`")
    raise typer.Exit(Exit.NOT_FOUND)


async def _others(directory: StaffDirectory, prefix: str) -> list[str]:
    """The prefixes of keys in force of the person of this one."""
    keys = await directory.all()
    whose = next(one.principal_id for one in keys if one.prefix == prefix)
    in_force = [one for one in keys if one.revoked_at is None and not _is_over(one)]
    return [one.prefix for one in in_force if one.principal_id == whose]


def _is_over(key: StaffKey) -> bool:
    return key.expires_at is not None and key.expires_at <= now()


def _show(new: NewKey, *, as_json: bool) -> None:
    if as_json:
        print_json({"key": new.key, **plain(new.stored)})
        return
    print_line(new.key)
    say(f"shown this once: keep it safe; `plaint key revoke {new.stored.prefix}` ends it")


def _end(word: str | None, here: Here) -> datetime | None:
    """When a key ends: after a span, with the end of a day, at an instant. Raises Unfit."""
    if word is None:
        return None
    if SPAN.fullmatch(word):
        return now() + _span(word)
    zone = here.zone
    if DAY.fullmatch(word):
        try:
            word = f"{date.fromisoformat(word) + timedelta(days=1)}T00:00"
        except (ValueError, OverflowError):
            raise Unfit(f"--expires: {word!r} is no day: write it as 2026-03-05") from None
    return datetime.fromisoformat(instant_of(word, zone))


def _span(word: str) -> timedelta:
    found = SPAN.fullmatch(word)
    if found is None:
        raise Unfit(f"{word!r} is no span of days or hours: write it as 7d or 12h")
    return timedelta(**{"days" if found[2] == "d" else "hours": int(found[1])})
