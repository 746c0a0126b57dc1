"""What must stand before Plaint serves: folder, secrets, servers, databases, topics."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import psycopg
from psycopg.conninfo import make_conninfo

from adapters.kafka.clients import Kafka
from adapters.kafka.topic import (
    checkpoints_topic,
    complaints_topic,
    ensure_topic,
    management_topic,
)
from adapters.local.account import Account, AccountRefused, account_for
from adapters.local.aot_cache import make_aot_cache
from adapters.local.children import ServerFailed
from adapters.local.folder import DataFolder
from adapters.local.jars import default_cache, fetch_jars, manifest
from adapters.local.kafka_server import KafkaServer
from adapters.local.loopback import ensure_loopback
from adapters.local.postgres_server import PostgresServer
from adapters.local.programs import aot_cache
from adapters.postgres import migrations, roles
from adapters.postgres.guard import guard
from adapters.postgres.provision import provision
from adapters.secrets import Secrets, complete_passwords, make_secrets
from adapters.settings import Settings
from services import addresses
from services.operations.external_server import (
    NotPrepared,
    connected,
    must_be_address,
    secrets_of_given,
)
from services.operations.supervising import ourselves


@dataclass(frozen=True, slots=True)
class Screen:
    """How starting tells what it does: a line, and a bar for work whose end is known.

    is_private: whether a person sees it and nothing keeps it, as a terminal and no log does.
    """

    say: Callable[[str], None]
    progress: Callable[[str, int], AbstractContextManager[Callable[[int], None]]]
    is_private: bool = False


class Server(Protocol):
    """A server of ours: started again when it has ended by itself."""

    @property
    def pid(self) -> int | None:
        """Of the server while it runs."""

    def start(self) -> object:
        """Start it, or take the one that runs."""


def prepared_folder(settings: Settings, *, is_new: bool = False) -> tuple[DataFolder, Secrets]:
    """The data folder with everything in it that must exist before a server starts.

    is_new: the server is given and nobody has prepared it yet. Secrets are made only where there is
    no record: others than its own would open nothing of it. Raises NotPrepared for a given server
    whose secrets are not here, SecretsMissing for one of ours, AccountRefused, BadSettings.
    """
    must_be_address(settings.database_url or "", of="PLAINT_DATABASE_URL")
    folder = addresses.folder_of(settings)
    folder.create(ourselves() if is_new else _who_comes_there(settings))
    if settings.database_url is not None and not is_new:
        return folder, secrets_of_given(folder)
    if (folder.postgres / "data").exists() and not is_new:
        return folder, complete_passwords(folder.secrets, roles.LOGINS)
    return folder, make_secrets(folder.secrets, roles.LOGINS)


def _who_comes_there(settings: Settings) -> Account:
    """The servers' account where one of them is ours, else our own; it may be without a name."""
    given_broker = settings.kafka == "off" or settings.kafka_bootstrap_servers is not None
    if settings.database_url is not None and given_broker:
        return ourselves()
    try:
        return account_for(settings.run_as)
    except AccountRefused as error:
        if settings.database_url is None:
            raise
        raise AccountRefused(
            f"{error} The database is given already: with --kafka off, or a broker named in "
            "PLAINT_KAFKA_BOOTSTRAP_SERVERS, no server has to be started here."
        ) from error


def kept(settings: Settings) -> dict[str, object]:
    """What ``run.json`` keeps of the settings for later starts and commands; no password."""
    database_url = settings.database_url
    values = {name: getattr(settings, name) for name in (*addresses.KEPT, *addresses.TAKES)}
    return {
        **values,
        "database_url": addresses.without_credentials(database_url) if database_url else None,
    }


@contextmanager
def servers(settings: Settings, folder: DataFolder, screen: Screen) -> Iterator[dict[str, Server]]:
    """PostgreSQL and Kafka, ours or the given ones, checked and noted in ``run.json``; ours."""
    if ensure_loopback():
        screen.say("the loopback interface was down: brought it up")
    ours: dict[str, Server] = {}
    with ExitStack() as stack:
        note = {**folder.read_run(), **kept(settings), "kafka": None}
        note["database"] = note["database_url"] or _own_postgres(
            settings, folder, stack, screen, ours
        )
        if settings.kafka == "on":
            bootstrap_servers = settings.kafka_bootstrap_servers
            note["kafka"] = bootstrap_servers or _own_kafka(settings, folder, stack, screen, ours)
        folder.write_run(note)
        _check_database(settings, screen)
        if settings.kafka == "on":
            _make_topics(settings, str(note["kafka"]))
        yield ours


def _own_postgres(
    settings: Settings,
    folder: DataFolder,
    stack: ExitStack,
    screen: Screen,
    ours: dict[str, Server],
) -> str:
    screen.say("starting PostgreSQL")
    server = PostgresServer(folder.postgres, secrets=folder.secrets, run_as=settings.run_as)
    address = server.start()
    stack.callback(server.stop)
    ours["PostgreSQL"] = server
    secrets = complete_passwords(folder.secrets, roles.LOGINS)
    for step in provision(address.dsn("postgres"), secrets.passwords):
        screen.say(f"applied {step}")
    return make_conninfo(host=address.host, port=address.port, dbname="plaint")


def _own_kafka(
    settings: Settings,
    folder: DataFolder,
    stack: ExitStack,
    screen: Screen,
    ours: dict[str, Server],
) -> str:
    jars = default_cache()
    with screen.progress("Apache Kafka's jars", len(manifest())) as advance:
        known = 0

        def shown(fetched: int, _total: int) -> None:
            nonlocal known
            advance(fetched - known)
            known = fetched

        fetch_jars(jars, repository=settings.maven_repository, on_progress=shown)
    _keep_aot_cache(jars, settings, screen)
    screen.say("starting Apache Kafka")
    server = KafkaServer(folder.kafka, jars=jars, run_as=settings.run_as)
    stack.callback(server.stop)
    ours["Kafka"] = server
    return server.start()


def _keep_aot_cache(jars: Path, settings: Settings, screen: Screen) -> None:
    """Once for all folders of this machine; without it a node starts too, only later."""
    if aot_cache(jars).exists():
        return
    screen.say("preparing Apache Kafka's classes, so that it starts sooner from now on")
    try:
        make_aot_cache(jars, run_as=settings.run_as)
    except (ServerFailed, OSError) as error:
        screen.say(f"they were not kept, which costs some seconds at each start: {error}")


def _make_topics(settings: Settings, bootstrap_servers: str) -> None:
    admin = Kafka(bootstrap_servers).admin()
    try:
        ensure_topic(admin, complaints_topic(settings.topic))
        ensure_topic(admin, management_topic(settings.management_topic))
        ensure_topic(admin, checkpoints_topic(settings.checkpoints_topic))
    finally:
        admin.close()


def _check_database(settings: Settings, screen: Screen) -> None:
    with connected(settings) as connection:
        for warning in guard(connection, apis=settings.api_processes):
            screen.say(f"warning: {warning}")
        _must_be_migrated(connection, migrations.RECORD)
    with connected(settings, database=addresses.keys_database(settings)) as connection:
        _must_be_migrated(connection, migrations.KEYS)


def _must_be_migrated(connection: psycopg.Connection[Any], folder: Path) -> None:
    if lacking := migrations.pending(connection, folder):
        steps = ", ".join(step.name for step in lacking)
        raise NotPrepared(
            f"the database {connection.info.dbname} lacks {steps}: run "
            "`plaint init --admin-url ADDRESS` as its administrator"
        )
