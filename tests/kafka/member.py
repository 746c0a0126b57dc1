"""A member of a group to be killed: it joins under a name and says when it has all slices."""

import sys

from adapters.kafka.clients import Kafka
from adapters.kafka.feed import KafkaFeed
from tests.kafka.working import ALL


def main(address: str, topic: str, name: str) -> None:
    client = Kafka(address, member=name)
    feed = KafkaFeed(client, topic, resume=lambda slices: {}, group=f"{topic}-group")
    while feed.slices != ALL:
        feed.poll(0.1)
    print("all", flush=True)
    while True:
        feed.poll(1.0)


if __name__ == "__main__":
    main(*sys.argv[1:])
