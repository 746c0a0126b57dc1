"""The settings: the one place that reads the environment, and refuses what it does not know."""

import os
from collections.abc import Mapping
from ipaddress import ip_address
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from domain.errors import ErrorCategory
from domain.values import Code, IllFormed, Language, Title, Zone, rule_in

PREFIX = "PLAINT_"


class BadSettings(ValueError):
    """An environment variable is unknown or holds a value that cannot be meant."""

    category = ErrorCategory.UNFIT


def _address(host: str) -> str:
    try:
        return str(ip_address(host))
    except ValueError:
        hint = "write an IP address, such as 127.0.0.1, 0.0.0.0 or ::1"
        raise IllFormed(hint) from None


class Settings(BaseModel):
    """What an installation may set, each by ``PLAINT_`` and the name in capitals.

    An empty variable counts as unset. What stands below each is its line in docs/settings.md.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)

    data: Path | None = None
    """The data folder, DIR elsewhere: `~/.local/share/plaint` unless told, for root
    `/var/lib/plaint`."""
    host: Annotated[str, AfterValidator(_address)] = "127.0.0.1"
    """The IP address that the API serves on."""
    port: int | None = Field(default=None, ge=1, le=65535)
    """The port of the API: 8420 unless told; `plaint up` takes that of the last start, else
    one that is free."""
    api_processes: int = Field(default=1, ge=1, le=16)
    """How many processes serve the API on its port, where `plaint up` starts them."""
    kafka: Literal["on", "off"] = "on"
    """Whether events are published to Kafka; without it the views read the record."""
    database_url: str | None = None
    """The PostgreSQL of the record; without it a server of our own is started."""
    admin_url: str | None = Field(default=None, repr=False)
    """A given server's administrator, for `plaint init` and `renew-log` alone; nothing that is
    started gets it."""
    test_database_url: str | None = None
    """An administrator's address, for tests on a server that exists."""
    kafka_bootstrap_servers: str | None = None
    """The Kafka to publish to; without it a broker of our own is started."""
    topic: str = "plaint.complaints.v1"
    """The topic of the complaints' events."""
    management_topic: str = "plaint.management.v1"
    """The topic of the events of the management system's streams."""
    checkpoints_topic: str = "plaint.checkpoints.v1"
    """The topic that says up to where all is published."""
    legal_entity: Code | None = None
    """The legal entity that the first start adopts a policy for."""
    zone: Zone | None = None
    """The time zone in which the entity's days are meant, as an IANA name."""
    policy: Code | None = None
    """The policy that the first start adopts."""
    maven_repository: str | None = None
    """Where Kafka's files are fetched from, instead of Maven Central."""
    run_as: str | None = None
    """The account of the servers where root starts them, `plaint` unless told; of the parts as
    well, where it can read what they read."""
    archive: str | None = None
    """The folder where our own PostgreSQL keeps its write-ahead log for a restore, or `off`; what
    was said last holds."""
    documents: str | None = None
    """The folder of documents, `DIR/documents` unless told."""
    document_limit: int = Field(default=25 * 1024 * 1024, ge=1, le=2**40)
    """Octets of one document."""
    documents_per_complaint: int = Field(default=500, ge=1, le=1_000_000)
    """How many documents may be attached to one complaint."""
    document_octets_per_complaint: int = Field(default=2 * 1024**3, ge=1, le=2**50)
    """Octets of all documents of one complaint."""
    document_types: str | None = None
    """Media types that are taken, parted by commas; all that are known, unless told."""
    document_scan: str | None = None
    """A command that finds malware: it reads a document on its standard input and ends with 0 for
    clean or 1 for infected."""
    templates: Path | None = None
    """A folder with letters of one's own."""
    organisation: Title | None = None
    """The name that letters bear."""
    language: Language = "en"
    """The language of letters to people of whom no other is known."""
    requests_per_second: int = Field(default=50, ge=0, le=100_000)
    """Requests of one principal, over all processes; 0: any."""
    keyless_requests_per_second: int = Field(default=5, ge=0, le=100_000)
    """Requests of one address without a valid key, over all processes; 0: any."""
    stalled_after: float = Field(default=60.0, gt=0, le=3600)
    """Seconds for which a part may be silent, or an event wait, before it counts as a stall."""
    worker: str | None = Field(default=None, pattern=r"^[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}$")
    """The name by which Kafka knows a projection worker, the same at each of its starts and no
    other worker's: one that is killed and started again has its slices back at once."""
    log_level: Literal["debug", "info", "warning", "error"] = "info"
    """The least grave of what is logged."""


def read_settings(environment: Mapping[str, str] | None = None) -> Settings:
    """The settings in the environment. Raises BadSettings naming the variable and what to do."""
    source = os.environ if environment is None else environment
    values = {
        name.removeprefix(PREFIX).lower(): value
        for name, value in source.items()
        if name.startswith(PREFIX) and value
    }
    try:
        return Settings.model_validate(values)
    except ValidationError as error:
        raise BadSettings(
            "; ".join(_sentence(fault["loc"], fault) for fault in error.errors())
        ) from None


def _sentence(place: tuple[int | str, ...], fault: Mapping[str, object]) -> str:
    name = PREFIX + str(place[0]).upper()
    if fault["type"] == "extra_forbidden":
        known = ", ".join(PREFIX + field.upper() for field in Settings.model_fields)
        return f"{name} is not a setting: unset it, or use one of {known}"
    return f"{name} is {fault['input']!r}: {rule_in(str(fault['msg']))}"


def foreign_environment() -> dict[str, str]:
    """The environment of a program that is not ours: without our settings, which hold secrets."""
    return {key: value for key, value in os.environ.items() if not key.startswith(PREFIX)}


def environment_for(settings: Settings, **more: str) -> dict[str, str]:
    """The environment of a child process that shall see exactly these settings."""
    named = settings.model_dump(mode="json", exclude_none=True, exclude={"admin_url"})
    return {
        **foreign_environment(),
        "PYTHONUTF8": "1",
        **{PREFIX + k.upper(): str(v) for k, v in named.items()},
        **more,
    }
