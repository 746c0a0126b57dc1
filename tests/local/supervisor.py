"""A supervisor to be killed: it starts one server, says its pid, and waits for its end."""

import sys
import time
from pathlib import Path

from adapters.local.kafka_server import KafkaServer
from adapters.local.postgres_server import PostgresServer


def main(kind: str, folder: Path, jars: Path) -> None:
    server: PostgresServer | KafkaServer
    if kind == "postgres":
        server = PostgresServer(folder / "postgres", secrets=folder / "secrets", run_as=None)
    else:
        server = KafkaServer(folder / "kafka", jars=jars, run_as=None)
    server.start()
    print(server.pid, flush=True)
    time.sleep(600)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))
