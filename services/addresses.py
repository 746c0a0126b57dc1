"""Where an installation's parts are: its folder, its databases for each role, and its broker."""

from pathlib import Path

from psycopg.conninfo import conninfo_to_dict, make_conninfo

from adapters.local.folder import DataFolder
from adapters.postgres import roles
from adapters.secrets import read_secrets
from adapters.settings import BadSettings, Settings
from domain.errors import ErrorCategory


class NotRunning(RuntimeError):
    """No database address is known: nothing was started in the data folder."""

    category = ErrorCategory.UNAVAILABLE


class NoAnalyst(LookupError):
    """The server was prepared before there was a role for analysts."""

    category = ErrorCategory.UNAVAILABLE

    def __init__(self) -> None:
        super().__init__(
            f"the role {roles.ANALYST} is not on this server yet: prepare it anew with "
            "`plaint init --admin-url ADDRESS`, which changes nothing else"
        )


def folder_of(settings: Settings) -> DataFolder:
    """The installation's data folder."""
    return DataFolder(settings.data or DataFolder.default())


ADOPTED = ("policy", "legal_entity", "zone")
"""Settings that the first start adopts; from then on the record says them, and they only agree."""
TOPICS = ("topic", "management_topic", "checkpoints_topic")
KEPT = ("database_url", *TOPICS, "documents", "run_as")
"""Settings that belong to the installation: what it was started with holds for every command."""
TAKES = ("document_limit", "document_types", "document_scan")
"""Settings that decide which documents are taken; those of the start hold for every command."""


def without_credentials(address: str) -> str:
    """A database address without user and password: each part comes with its own role."""
    parts = conninfo_to_dict(address)
    shown = {name: str(value) for name, value in parts.items() if name not in ("user", "password")}
    return make_conninfo(**shown)


def as_started(settings: Settings) -> Settings:
    """The settings with what the data folder was last started with, where nothing else is said."""
    noted = folder_of(settings).read_run()
    kept = {
        name: value
        for name in KEPT
        if name not in settings.model_fields_set and isinstance(value := noted.get(name), str)
    }
    return settings.model_copy(update=kept)


def for_command(settings: Settings) -> Settings:
    """The same for what is no start: it takes the documents that the last start said.

    Raises BadSettings where it would take others.
    """
    noted = folder_of(settings).read_run()
    for name in filter(noted.__contains__, TAKES):
        if name in settings.model_fields_set and getattr(settings, name) != noted[name]:
            raise BadSettings(
                f"PLAINT_{name.upper()} is {getattr(settings, name)!r} and Plaint was started with "
                f"{noted[name]!r}, which holds for every command: unset it, or start Plaint with it"
            )
    taken = {name: noted[name] for name in TAKES if name in noted}
    return as_started(settings).model_copy(update=taken)


def named_in(settings: Settings) -> dict[str, str | None]:
    """The policy, legal entity and zone that the settings name; None where they name none."""
    return {name: getattr(settings, name) for name in ADOPTED}


def documents_folder(settings: Settings) -> Path:
    """Where the documents lie."""
    folder = settings.documents
    return Path(folder).absolute() if folder else folder_of(settings).documents


def database_address(settings: Settings) -> str:
    """Where the record's database is, without a user. Raises NotRunning."""
    if settings.database_url:
        return settings.database_url
    noted = folder_of(settings).read_run().get("database")
    if not isinstance(noted, str):
        raise NotRunning(
            f"Plaint is not running on {folder_of(settings).path}: start it with `plaint up`, "
            "or name its folder with --data"
        )
    return noted


def dsn(settings: Settings, role: str, *, keys: bool = False) -> str:
    """The connection string of one role to the record's database, or to the key store."""
    address = database_address(settings)
    name = _record_database(address)
    secrets = read_secrets(folder_of(settings).secrets)
    return make_conninfo(
        address,
        dbname=f"{name}_keys" if keys else name,
        user=role,
        password=secrets.passwords[role],
    )


def keys_database(settings: Settings) -> str:
    """The name of the key store's database."""
    return f"{_record_database(database_address(settings))}_keys"


def _record_database(address: str) -> str:
    return str(conninfo_to_dict(address).get("dbname") or "plaint")


def analyst_dsn(settings: Settings) -> str:
    """The connection string of whoever reads the views by SQL. Raises NotRunning, NoAnalyst."""
    if roles.ANALYST not in read_secrets(folder_of(settings).secrets).passwords:
        raise NoAnalyst
    return dsn(settings, roles.ANALYST)


def relay_dsn(settings: Settings) -> str:
    """The relay's connection string."""
    return dsn(settings, roles.RELAY)


def projector_dsn(settings: Settings) -> str:
    """A projection worker's connection string: with Kafka on it cannot read the event table."""
    return dsn(settings, roles.PROJECTOR if settings.kafka == "on" else roles.REPLAYER)


def replayer_dsn(settings: Settings) -> str:
    """The connection string of who fills views from the store."""
    return dsn(settings, roles.REPLAYER)


def writer_dsn(settings: Settings) -> str:
    """The connection string of who appends and who asks the views."""
    return dsn(settings, roles.WRITER)


def bootstrap_servers(settings: Settings) -> str:
    """Kafka's address. Raises NotRunning when there is none."""
    noted = settings.kafka_bootstrap_servers or folder_of(settings).read_run().get("kafka")
    if not isinstance(noted, str):
        raise NotRunning(
            "no Kafka is running here: start Plaint with `plaint up` without --kafka off"
        )
    return noted
