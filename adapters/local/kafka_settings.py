"""What Apache Kafka is told when it runs alone on one machine: one node, broker and controller."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from adapters.local.ports import LOOPBACK, is_free
from adapters.local.programs import aot_cache

NODE = 1
MAIN = "kafka.Kafka"
FORMAT = "kafka.tools.StorageTool"

FOR_ONE_BROKER: Mapping[str, str] = {
    "process.roles": "broker,controller",
    "node.id": str(NODE),
    "controller.listener.names": "CONTROLLER",
    "inter.broker.listener.name": "PLAINTEXT",
    "listener.security.protocol.map": "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT",
    "offsets.topic.num.partitions": "4",
    "offsets.topic.replication.factor": "1",
    "transaction.state.log.num.partitions": "4",
    "transaction.state.log.replication.factor": "1",
    "transaction.state.log.min.isr": "1",
    "share.coordinator.state.topic.replication.factor": "1",
    "share.coordinator.state.topic.min.isr": "1",
    "group.initial.rebalance.delay.ms": "0",
    "auto.create.topics.enable": "false",
    # A killed broker is waited for as long as its session: the default of 9 s delays every restart.
    "broker.session.timeout.ms": "2000",
    "broker.heartbeat.interval.ms": "500",
}


@dataclass(frozen=True)
class Listeners:
    """The two loopback ports of the node."""

    port: int
    controller_port: int

    @property
    def address(self) -> str:
        return f"{LOOPBACK}:{self.port}"

    @property
    def controller(self) -> str:
        return f"{LOOPBACK}:{self.controller_port}"

    def are_free(self) -> bool:
        """Whether a node could listen on both now."""
        return is_free(self.port) and is_free(self.controller_port)


def server_properties(data: Path, listeners: Listeners) -> str:
    """The whole of a server.properties file with its log in `data`.

    The voter's address is read from here at each start, so the controller's port may change.
    """
    settings = {
        **FOR_ONE_BROKER,
        "listeners": f"PLAINTEXT://{listeners.address},CONTROLLER://{listeners.controller}",
        "advertised.listeners": f"PLAINTEXT://{listeners.address}",
        "controller.quorum.voters": f"{NODE}@{listeners.controller}",
        "log.dirs": escaped(str(data)),
    }
    return "".join(f"{name}={value}\n" for name, value in settings.items())


def escaped(value: str) -> str:
    """As java.util.Properties reads it: Latin-1 and a backslash before what has a meaning."""
    octets = value.replace("\\", "\\\\").encode("utf-16-be", "surrogatepass")
    units = [int.from_bytes(octets[at : at + 2], "big") for at in range(0, len(octets), 2)]
    return "".join(chr(unit) if 32 <= unit < 127 else f"\\u{unit:04x}" for unit in units)


def java_command(java: Path, jars: Sequence[Path], temporary: Path) -> list[str]:
    """The virtual machine for a small broker; its log goes to its standard output.

    The first of its compilers is enough for what one machine brings, and starts in half the time.
    """
    cache = aot_cache(jars[0].parent)
    return [
        str(java),
        *([f"-XX:AOTCache={cache}", "-Xlog:aot*=error"] if cache.exists() else []),
        "-XX:TieredStopAtLevel=1",
        "-Xmx384m",
        "-XX:+UseSerialGC",
        "-XX:+ExitOnOutOfMemoryError",
        "-XX:-UsePerfData",
        "--enable-native-access=ALL-UNNAMED",
        "--sun-misc-unsafe-memory-access=allow",
        "-Djava.awt.headless=true",
        "-Dfile.encoding=UTF-8",
        f"-Djava.io.tmpdir={temporary}",
        "-Dorg.slf4j.simpleLogger.logFile=System.out",
        "-Dorg.slf4j.simpleLogger.showDateTime=true",
        "-Dorg.slf4j.simpleLogger.dateTimeFormat=yyyy-MM-dd'T'HH:mm:ss.SSSXXX",
        "-Duser.timezone=UTC",
        "-cp",
        ":".join(map(str, jars)),
    ]
