"""Policies and calendars as published: publish one's own, see what holds and what held."""

from functools import partial
from pathlib import Path
from typing import Annotated, Literal

import typer
from pydantic import BaseModel, ConfigDict, Field

from adapters.clock import now
from adapters.policy_files import preset_ids, read_policy
from domain.policy.adopting import Adoption, AdoptPolicy, Became
from domain.values import Code, Day, PolicyRef, Zone
from services.cli import policies_shown
from services.cli.context import Here, here
from services.cli.exits import Unfit
from services.cli.policies_shown import Listed, adoption_line, plain_adoption
from services.cli.shared_options import AsJson
from services.cli.terminal import print_json, print_line, say
from services.policies.adopt_policy import adopt as adopt_policy
from services.policies.adopt_policy import adopt_calendars, waiting
from services.policies.adoptions_told import every_adoption
from services.policies.policy_history import Publication, latest_of, policy_at
from services.policies.policy_in_force import PolicyBook
from services.policies.publish_policy import publish as publish_policy
from services.wiring import Installation

app = typer.Typer(help="The policies that decisions are taken under.", no_args_is_help=True)


@app.command()
@partial(here, is_noted=True)
def publish(
    here: Here,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A policy as TOML.")],
) -> None:
    """Publish a policy from a file, with its calendars; `policy adopt` puts it in force."""
    policy = read_policy(file)
    if policy.policy_id in preset_ids():
        raise Unfit(
            f"{policy.policy_id} is a policy that comes with Plaint, and starting publishes it "
            "again: give yours another policy_id, and its file the same name"
        )
    publisher = here.person("policy_owner")

    async def published(installation: Installation) -> tuple[bool, int, list[Adoption]]:
        record, secret = installation.record, installation.secrets.installation
        is_new = await publish_policy(record, policy, secret=secret, publisher=publisher)
        version = (await latest_of(record, policy.policy_id)).version
        return is_new, version, await adopt_calendars(record, secret=secret)

    is_new, version, refreshed = here.ask(published)
    word = "published" if is_new else "nothing new: it is already"
    print_line(f"{word} {policy.policy_id} version {version}")
    for one in refreshed:
        say(f"{adoption_line(one)}: it differs from the version before in its calendars alone")
    if all(one.ref != PolicyRef(id=policy.policy_id, version=version) for one in refreshed):
        say(f"`plaint policy adopt {policy.policy_id} --ground …` puts it in force")


class AdoptionSaid(BaseModel):
    """What is said of an adoption beside the policy."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    ground_code: Annotated[Code, Field(description="Why, as a code")]
    from_on: Annotated[Day | None, Field(description="Its first day; today, unless told")] = None
    version: Annotated[int | None, Field(ge=1, description="The latest, unless told")] = None
    zone: Annotated[Zone | None, Field(description="IANA name; as it was, unless told")] = None
    legal_entity: Annotated[Code | None, Field(description="The installation's, unless told")] = (
        None
    )


@app.command()
@partial(here, is_noted=True)
def adopt(
    here: Here,
    policy_id: Annotated[str, typer.Argument(metavar="POLICY", help="A policy published here.")],
    said: AdoptionSaid,
    role: Annotated[
        Literal["policy_owner", "top_management"], typer.Option("--as", help="In which role.")
    ] = "policy_owner",
    as_json: AsJson = False,
) -> None:
    """Put a policy in force from a day on; what was decided before stays as it was decided."""
    by = here.person(role)

    async def adopted(installation: Installation) -> tuple[Adoption, bool, bool]:
        record, secret = installation.record, installation.secrets.installation
        present = await installation.policies.in_force(said.legal_entity)
        command = AdoptPolicy(
            legal_entity=said.legal_entity or present.legal_entity,
            zone=said.zone or present.zone,
            policy_id=policy_id,
            policy_version=said.version or (await latest_of(record, policy_id)).version,
            from_on=said.from_on,
            ground_code=said.ground_code,
        )
        made, is_new = await adopt_policy(record, command, by=by, secret=secret)
        zone = (await PolicyBook(record).in_force()).zone
        here.folder.write_run({**here.folder.read_run(), "zone": zone})
        return made, is_new, (made.ref, made.zone) == (present.ref, present.zone)

    adoption, is_new, is_as_before = here.ask(adopted)
    if as_json:
        print_json({**plain_adoption(adoption, _became(here, adoption)), "is_new": is_new})
        return
    print_line(adoption_line(adoption))
    if not is_new:
        say("nothing new: it was adopted before")
    elif is_as_before:
        say("it goes on deciding: what waited for a later day is taken back")
    elif not adoption.has_begun(now()):
        say(f"it decides from {adoption.from_on} on, and what is in force now until then")


def _became(here: Here, adoption: Adoption) -> Became:
    every = here.ask(lambda parts: every_adoption(parts.record, now=now()))
    return next(became for known, became in reversed(every) if known == adoption)


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

    async def chosen(installation: Installation) -> tuple[Publication, list[int]]:
        record, every = installation.record, await installation.policies.every()
        if policy_id is None and version is None:
            found = await policy_at(record, (await installation.policies.in_force()).ref)
        elif version is None and policy_id is not None:
            found = await latest_of(record, policy_id)
        else:
            named = policy_id or (await installation.policies.in_force()).ref.id
            found = await policy_at(record, PolicyRef(id=named, version=version or 1))
        own = {one.ref.version for one in every if one.ref.id == found.policy.policy_id}
        return found, sorted(own)

    publication, in_force = here.ask(chosen)
    if as_json:
        print_json({**policies_shown.plain(publication), "versions_in_force": in_force})
    else:
        policies_shown.show(publication, in_force)


@app.command("list")
@here
def list_policies(here: Here, as_json: AsJson = False) -> None:
    """List the policies published here, who ever put which in force, from when, and what waits."""

    async def collected(installation: Installation) -> Listed:
        record, at = installation.record, now()
        return Listed(
            tuple([await latest_of(record, one) for one in sorted(await record.claimed("policy"))]),
            await every_adoption(record, now=at),
            await waiting(record, at=at),
            at,
        )

    listed = here.ask(collected)
    if as_json:
        print_json(policies_shown.plain_list(listed))
    else:
        policies_shown.show_list(listed)
