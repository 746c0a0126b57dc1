"""What an installation is furnished with at each start: policies, calendars, and one in force."""

from collections.abc import Callable

from adapters.calendars import BadCalendar
from adapters.policy_files import preset_ids, presets
from domain.policy.adopting import OtherThanAdopted
from services import addresses, wiring
from services.policies.adopt_policy import adopt_calendars, adopt_first, waiting
from services.policies.policy_history import adoptions
from services.policies.policy_in_force import NoPolicy, publish
from services.policies.publish_policy import refresh


async def furnish(installation: wiring.Installation, say: Callable[[str], None]) -> None:
    """Publish the shipped policies and later calendars, and see that a policy is in force.

    What was in force before the update is adopted before anything newer is published.
    Raises NoPolicy, OtherThanAdopted.
    """
    record, secret = installation.record, installation.secrets.installation
    named = {} if await adoptions(record) else _named_at_first(installation)
    adopted = [await adopt_first(record, named, secret=secret)]
    for policy in await publish_presets(installation):
        say(f"published the policy {policy}")
    for policy in await refresh_calendars(installation, say):
        say(f"published the policy {policy} with calendars of more years")
    adopted += [await adopt_first(record, named, secret=secret)]
    adopted += await adopt_calendars(record, secret=secret)
    for one in filter(None, adopted):
        say(
            f"{one.legal_entity} decides under {one.ref.id} version {one.ref.version} "
            f"from {one.from_on} on ({one.zone})"
        )
    await _must_be_in_force(installation, named)
    for late in await waiting(record):
        say(f"{late.policy_id} version {late.version} waits: {late.instead}")


def _named_at_first(installation: wiring.Installation) -> dict[str, str | None]:
    """What the first start adopts: as the data folder was started before, else by the settings.

    Raises OtherThanAdopted where both name something, and not the same.
    """
    noted = addresses.folder_of(installation.settings).read_run()
    named = addresses.named_in(installation.settings)
    for name, value in named.items():
        before = noted.get(name)
        if isinstance(before, str) and value not in (None, before):
            setting = f"PLAINT_{name.upper()}"
            raise OtherThanAdopted(setting=setting, named=value, adopted=before)
        named[name] = before if isinstance(before, str) else value
    return named


async def _must_be_in_force(
    installation: wiring.Installation, named: dict[str, str | None]
) -> None:
    try:
        zone = (await installation.policies.in_force()).zone
    except NoPolicy:
        if not (policy := named.get("policy")):
            raise
        raise NoPolicy(
            f"the policy {policy!r} was never published here: start without "
            "PLAINT_POLICY, publish it with `plaint policy publish`, then `plaint policy adopt` it"
        ) from None
    folder = addresses.folder_of(installation.settings)
    note = {k: v for k, v in folder.read_run().items() if k not in addresses.ADOPTED}
    folder.write_run({**note, "zone": zone})


async def publish_presets(installation: wiring.Installation) -> list[str]:
    """Publish the shipped policies that are new or changed; gives their ids."""
    secret = installation.secrets.installation
    return [
        policy.policy_id
        for policy in presets()
        if await publish(installation.record, policy, secret=secret)
    ]


async def refresh_calendars(
    installation: wiring.Installation, say: Callable[[str], None]
) -> list[str]:
    """Publish each own policy anew whose calendars know more by now; gives their ids."""
    record, secret = installation.record, installation.secrets.installation
    renewed = []
    for policy_id in await record.claimed("policy"):
        if policy_id in preset_ids():
            continue
        try:
            if await refresh(record, policy_id, secret=secret):
                renewed.append(policy_id)
        except BadCalendar as error:
            say(f"warning: the calendars of {policy_id} stay as they are: {error}")
    return renewed
