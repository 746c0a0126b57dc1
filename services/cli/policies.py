"""Policies and calendars as published: publish one's own, see what holds and what held."""

from pathlib import Path
from typing import Annotated, Any

import typer

from adapters.policy_files import preset_ids, read_policy
from adapters.postgres.finding import Finding
from domain.values import PolicyRef, instant_text
from services.cli import policies_shown
from services.cli.faults import Unfit
from services.cli.here import Here, here
from services.cli.reading import AsJson
from services.cli.terminal import print_json, print_line, print_table, say
from services.published import Publication, policy_at, policy_of, policy_stream
from services.publishing import publish as publish_policy
from services.wiring import Installation

app = typer.Typer(help="The policies that decisions are taken under.", no_args_is_help=True)


@app.command()
@here
def publish(
    here: Here,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A policy as TOML.")],
) -> None:
    """Publish a policy from a file, with its calendars; what is due already stays as it is."""
    policy = read_policy(file)
    if policy.policy_id in preset_ids():
        raise Unfit(
            f"{policy.policy_id} is a policy that comes with Plaint, and starting publishes it "
            "again: give yours another policy_id, and its file the same name"
        )
    publisher = here.person("policy_owner")

    async def asked(installation: Installation) -> tuple[bool, int]:
        secret = installation.secrets.installation
        is_new = await publish_policy(
            installation.record, policy, secret=secret, publisher=publisher
        )
        return is_new, len(await installation.record.stream(policy_stream(policy.policy_id)))

    is_new, version = here.ask(asked)
    word = "published" if is_new else "nothing new: it is already"
    print_line(f"{word} {policy.policy_id} version {version}")
    if here.settings.policy != policy.policy_id:
        say(
            f"in force here is {here.settings.policy}: "
            f"`PLAINT_POLICY={policy.policy_id} plaint up` decides under this one from then on"
        )


@app.command()
@here
def show(
    here: Here,
    policy_id: Annotated[
        str | None, typer.Argument(metavar="POLICY", help="The one in force, unless told.")
    ] = None,
    version: Annotated[
        int | None, typer.Option("--version", min=1, help="The latest, unless told.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Show a policy whole, as it was published in a version."""
    named = policy_id or here.settings.policy

    async def asked(installation: Installation) -> Publication:
        last = version or len(await installation.record.stream(policy_stream(named))) or 1
        return await policy_at(installation.record, PolicyRef(id=named, version=last))

    told = here.ask(asked)
    if as_json:
        print_json(_plain(told))
    else:
        policies_shown.show(told)


@app.command("list")
@here
def list_policies(here: Here, as_json: AsJson = False) -> None:
    """List the policies that were published here, which is in force, how far calendars reach."""

    async def asked(installation: Installation) -> list[Publication]:
        record = installation.record
        named = await Finding(record.pool).published("policy")
        streams = [await record.stream(policy_stream(one)) for one in named]
        return [await policy_of(record, stream[-1]) for stream in streams]

    told = here.ask(asked)
    in_force = here.settings.policy
    if as_json:
        rows = [{**_head(one), "is_in_force": one.policy.policy_id == in_force} for one in told]
        print_json({"policies": rows})
        return
    heads = ("policy", "version", "in force", "published", "calendars", "title")
    table = [
        (
            one.policy.policy_id,
            str(one.version),
            "yes" if one.policy.policy_id == in_force else "–",
            instant_text(one.recorded_at)[:19] + "Z",
            "; ".join(dict.fromkeys(map(policies_shown.known, one.policy.calendars))),
            one.policy.title,
        )
        for one in told
    ]
    print_table(heads, table, long=("calendars", "title"))


def _head(told: Publication) -> dict[str, Any]:
    known = [one.known_until for one in told.policy.calendars]
    return {
        "policy_id": told.policy.policy_id,
        "version": told.version,
        "title": told.policy.title,
        "published_by": str(told.published_by),
        "recorded_at": instant_text(told.recorded_at),
        "calendars_known_until": min(filter(None, known), default=None),
    }


def _plain(told: Publication) -> dict[str, Any]:
    content = told.policy.model_dump(mode="json", exclude_none=True)
    bound = [
        {"calendar_id": one.calendar_id, "version": one.version} for one in told.policy.calendars
    ]
    return {**_head(told), "content": {**content, "calendars": bound}}
