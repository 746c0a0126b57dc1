"""``plaint up``: everything on this machine, started in order, tended, stopped in order."""

import asyncio
import os
import signal
import socket
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from hashlib import sha256
from ipaddress import ip_address
from pathlib import Path

from adapters.cfpb import CfpbFile
from adapters.imported import RejectedRow
from adapters.local.children import ServerFailed, put_aside
from adapters.local.folder import DataFolder
from adapters.local.identity import exists
from adapters.local.ports import hold_port, must_be_free
from adapters.local.shared_counts import memory_for
from adapters.local.system_account import settle_account
from adapters.settings import Settings
from adapters.stop_request import StopRequest
from services import addresses, wiring
from services.access.operator import operator_of
from services.access.principals import Principals
from services.commands.importing import Importer, Tally
from services.correspondence.choosing import Templates
from services.operations import api_processes
from services.operations.first_policies import furnish
from services.operations.greeting import Greeting
from services.operations.mending_once import mend_once
from services.operations.own_api import asked_at
from services.operations.part_account import AS_ROOT, account_of_parts, part_environment
from services.operations.stalls import STALLED_AFTER
from services.operations.starting import Screen, Server, prepared_folder, servers
from services.operations.supervising import Part, Parts
from services.operations.wal_archiving import begin_archive, must_archive

SAMPLES = Path(__file__).parents[1] / "sample"
FIRST_PORT = 8420
LOOK_EVERY, LOOK_FIRST = 0.5, 0.1
LEFT_API_ENDS_WITHIN = 15.0
FIRST_ROLES, FIRST_KEYS = ("handler", "approver", "auditor"), "first-keys"
UNGUARDED = (
    "PLAINT_HOST is {host}: keys and complaints cross the network in clear unless a proxy with TLS "
    "stands before this port and nobody else reaches it (docs/http.md, before a proxy)"
)


def up(settings: Settings, screen: Screen, *, sample: bool = False) -> None:
    """Start what the settings ask for and serve until SIGINT or SIGTERM.

    sample: load the complaints that ship with Plaint, once. Raises FolderHeld, FolderRefused,
    AccountRefused, ServerFailed, JarsMissing, NotPrepared, UnfitServer, BadTemplate, PortTaken.
    """
    _on_signal(_interrupt)
    # The API would not serve with a letter that lacks the rights, and its log is not looked at.
    Templates(settings.templates)
    if settled := settle_account(settings.run_as):
        screen.say(settled)
    folder, _ = prepared_folder(settings)
    with folder.hold():
        must_be_free(settings.port, host=settings.host, seconds=_left_api_ends_within(folder))
        begin_archive(settings, folder, screen)
        folder.write_run({**folder.read_run(), "pid": os.getpid(), "parts": {}})
        with servers(settings, folder, screen) as ours:
            must_archive(settings, folder)
            asyncio.run(_furnish(settings, screen, sample=sample))
            _serve(settings, folder, ours, screen)


def _serve(
    settings: Settings, folder: DataFolder, ours: Mapping[str, Server], screen: Screen
) -> None:
    held = _held_port(settings, folder)
    with _parts(settings, folder, held, screen) as parts:
        _note(folder, parts)
        address = asked_at(settings.host, held.getsockname()[1])
        greeting = Greeting(folder, address, screen)
        if not ip_address(settings.host).is_loopback:
            screen.say(UNGUARDED.format(host=settings.host))
        stopped = StopRequest()
        stopped.on_signals()
        _tend(parts, ours, stopped, folder, screen, greeting)
        screen.say("stopping")


def _on_signal(react: Callable[[int, object], None]) -> None:
    """For SIGINT and SIGTERM alike: a script's ``make run &`` ignores SIGINT."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, react)


def _interrupt(_number: int, _frame: object) -> None:
    """Break off the start, wherever it is; the next one goes on from there."""
    raise KeyboardInterrupt


async def _furnish(settings: Settings, screen: Screen, *, sample: bool) -> None:
    async with wiring.installation(settings) as installation:
        await furnish(installation, screen.say)
        if (rebuilt := await installation.duplicates.rewrite()) and rebuilt.noted:
            screen.say(f"made the index of contacts anew: {rebuilt.noted} details")
        await mend_once(
            addresses.folder_of(settings), installation.record, installation.complaints, screen.say
        )
        await _first_keys(installation, screen)
        if sample:
            await _load_samples(installation, screen)


async def _first_keys(installation: wiring.Installation, screen: Screen) -> None:
    """Shown where only a person sees them; a log would keep them, so else they go into a file."""
    principals = Principals(
        installation.record.pool, by=await asyncio.to_thread(operator_of, installation.settings)
    )
    if await principals.any():
        return
    made = [await principals.new(role, label="first key") for role in FIRST_ROLES]
    lines = [f"  {one.principal.role:<9} {one.key}" for one in made]
    if screen.is_private:
        screen.say("API keys, shown this once and kept only as hashes:")
        for line in lines:
            screen.say(line)
        return
    folder = addresses.folder_of(installation.settings)
    folder.write_secret(FIRST_KEYS, "\n".join(lines) + "\n")
    screen.say(
        f"API keys are in {folder.secrets / FIRST_KEYS}, for you alone: take them, then remove it"
    )


async def _load_samples(installation: wiring.Installation, screen: Screen) -> None:
    secret = installation.secrets.installation
    importer = Importer(installation.record, keys=installation.keys, secret=secret)
    files = [CfpbFile(path, secret=secret) for path in sorted(SAMPLES.glob("*.csv.gz"))]
    rows = [row for file in files for row in file]
    known = 0
    with screen.progress("sample complaints", len(rows)) as advance:

        def shown(tally: Tally) -> None:
            nonlocal known
            advance(tally.rows - known)
            known = tally.rows

        tally = await importer.run(rows, on_rejected=_unexpected, on_progress=shown)
    screen.say(f"sample complaints: {tally.added} added, {tally.already} already there")


def _unexpected(row: RejectedRow) -> None:
    raise RuntimeError(f"a sample that ships with Plaint has a bad row: {row.line}, {row.reason}")


def _left_api_ends_within(folder: DataFolder) -> float:
    """How long an API may have the port still that a kill of its supervisor left behind."""
    left = any(map(exists, api_processes.noted_pids(folder.read_run())))
    return LEFT_API_ENDS_WITHIN if left else 0.0


def _held_port(settings: Settings, folder: DataFolder) -> socket.socket:
    last = folder.read_run().get("port")
    held = hold_port(
        settings.port, last if isinstance(last, int) else FIRST_PORT, host=settings.host
    )
    served = {"host": settings.host, "port": held.getsockname()[1]}
    served |= {STALLED_AFTER: settings.stalled_after}
    served |= {api_processes.PROCESSES: settings.api_processes}
    folder.write_run({**folder.read_run(), **served})
    return held


@contextmanager
def _parts(
    settings: Settings, folder: DataFolder, held: socket.socket, screen: Screen
) -> Iterator[Parts]:
    """All parts; the API's serve on the socket that is held, also when started again."""
    # Parts are started anew also after another policy was adopted: they name none.
    named = settings.model_copy(
        update={
            **dict.fromkeys(addresses.ADOPTED),
            "data": folder.path,
            "port": held.getsockname()[1],
            "worker": settings.worker or _worker_of(folder),
        }
    )
    run_by = account_of_parts(settings, folder, screen.say)
    folder.write_run({**folder.read_run(), AS_ROOT: run_by.as_root})
    environment = part_environment(named, run_by.account)
    modules = {"projections": "run_projections", "tick": "run_tick"}
    if settings.kafka == "on":
        modules = {"relay": "run_relay", **modules}
    parts = Parts(folder.log, run_by.account)
    try:
        for name, module in modules.items():
            parts.start(Part(name, f"services.{module}", environment))
        with memory_for(settings.api_processes) as counts:
            handed = {"socket": held.fileno(), "counts": counts}
            for number, name in enumerate(api_processes.names(settings.api_processes), start=1):
                parts.start(Part(name, "services.run_api", environment, handed, number))
            yield parts
    finally:
        held.close()
        parts.stop()


def _worker_of(folder: DataFolder) -> str:
    """The one projection worker of a folder, named alike at each start and on no other machine."""
    return f"up-{sha256(f'{socket.getfqdn()}:{folder.path}'.encode()).hexdigest()[:32]}"


def _tend(
    parts: Parts,
    ours: Mapping[str, Server],
    stopped: StopRequest,
    folder: DataFolder,
    screen: Screen,
    greeting: Greeting,
) -> None:
    known = parts.pids()
    while not stopped.wait(LOOK_EVERY if greeting.is_said else LOOK_FIRST):
        greeting.look()
        for name, server in ours.items():
            if server.pid is None:
                _start_again(name, server, screen)
        for sentence in parts.tend():
            screen.say(sentence)
        for log in folder.logs_written():
            put_aside(log)
        if parts.pids() != known:
            known = parts.pids()
            _note(folder, parts)


def _start_again(name: str, server: Server, screen: Screen) -> None:
    screen.say(f"{name} has ended: starting it again")
    try:
        server.start()
    except ServerFailed as error:
        screen.say(str(error))


def _note(folder: DataFolder, parts: Parts) -> None:
    folder.write_run({**folder.read_run(), "pid": os.getpid(), "parts": parts.pids()})
