"""The record for readers made with the ``eventsourcing`` library: same octets, same one writer."""

from dataclasses import dataclass
from typing import Any, ClassVar
from uuid import UUID

from eventsourcing.application import Application
from eventsourcing.persistence import InfrastructureFactory, Mapper, StoredEvent
from eventsourcing.postgres import PostgresFactory
from eventsourcing.utils import Environment, EnvType, get_topic
from psycopg.conninfo import conninfo_to_dict

from adapters.postgres.library_recorder import RecordRecorder, UnsafeLibrary
from adapters.postgres.session import session


@dataclass(frozen=True, slots=True)
class OctetEvent:
    """An event as the library hands it on: the stored octets, untouched, and where they belong."""

    originator_id: UUID
    originator_version: int
    topic: str
    public: bytes


class OctetMapper(Mapper[UUID]):
    """Passes octets through: they are hashed and published as they are, so nothing re-encodes."""

    def to_stored_event(self, domain_event: Any) -> StoredEvent:
        """The event for the recorder; ``state`` is ``public``."""
        return StoredEvent(
            originator_id=domain_event.originator_id,
            originator_version=domain_event.originator_version,
            topic=domain_event.topic,
            state=domain_event.public,
        )

    def to_domain_event(self, stored_event: StoredEvent) -> Any:
        """The event with its stored octets; no name in it is ever imported."""
        return OctetEvent(
            originator_id=UUID(str(stored_event.originator_id)),
            originator_version=stored_event.originator_version,
            topic=stored_event.topic,
            public=stored_event.state,
        )


class RecordFactory(PostgresFactory):
    """The library's persistence over the record; refuses settings under which events are lost."""

    application_recorder_class = RecordRecorder

    def __init__(self, env: Environment | EnvType | None) -> None:
        super().__init__(env)
        settings = conninfo_to_dict(session("", application="plaint library"))
        assert isinstance(self.datastore.pool.kwargs, dict)
        self.datastore.pool.kwargs.update(settings)


class RecordApplication(Application[UUID]):
    """Repository and notification log over the record; made with library_environment()."""

    name = "plaint"
    env: ClassVar[dict[str, str]] = {
        "PERSISTENCE_MODULE": get_topic(RecordFactory),
        "MAPPER_TOPIC": get_topic(OctetMapper),
        "CREATE_TABLE": "n",
        "POSTGRES_PRE_PING": "y",
    }

    def construct_factory(self, env: Environment) -> InfrastructureFactory[Any]:
        """The factory, if it keeps what it is given. Raises UnsafeLibrary for one in memory."""
        factory = super().construct_factory(env)
        if not isinstance(factory, RecordFactory):
            raise UnsafeLibrary(
                f"PERSISTENCE_MODULE is {env.get('PERSISTENCE_MODULE')!r}, which keeps nothing or "
                f"keeps it elsewhere: unset it"
            )
        for setting in ("CIPHER_TOPIC", "CIPHER_KEY", "COMPRESSOR_TOPIC"):
            if env.get(setting):
                raise UnsafeLibrary(
                    f"{setting} is set: octets are stored as they are, and the library's cipher "
                    "binds them to no place; unset it"
                )
        return factory


def library_environment(dsn: str) -> dict[str, str]:
    """The environment of a RecordApplication for a database. dsn: of plaint_writer."""
    parameters = conninfo_to_dict(dsn)
    names = {"dbname": "DBNAME", "host": "HOST", "port": "PORT", "user": "USER"}
    return {
        **{
            f"POSTGRES_{name}": str(parameters[key])
            for key, name in names.items()
            if key in parameters
        },
        "POSTGRES_PASSWORD": str(parameters.get("password", "")),
    }
