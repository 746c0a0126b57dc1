"""The topics as they must be: made if missing, compared if there, never changed."""

import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from kafka.admin import ConfigResource, ConfigResourceType
from kafka.errors import TopicAlreadyExistsError, UnknownTopicOrPartitionError, for_code

from domain.errors import ErrorCategory
from domain.slices import SLICES

RESOURCE: Any = ConfigResource
FOR_CODE: Any = for_code
# Three copies bear the loss of one; two of them must have a record before it is acknowledged.
COPIES = 3
NEEDED_COPIES = 2
CONFIG_SECONDS = 10.0
# An event of 256 KiB, its key, headers and the frame around them.
LARGEST_RECORD = 1_048_588


class TopicDiffers(RuntimeError):
    """A topic is there but is not as it must be."""

    category = ErrorCategory.UNAVAILABLE


class TopicMissing(RuntimeError):
    """A topic is not there."""

    category = ErrorCategory.UNAVAILABLE


@dataclass(frozen=True, slots=True)
class TopicPlan:
    """A topic as it must be.

    replication: copies of each partition; None takes three where there are three brokers, else
    as many as there are, and accepts what an existing topic has.
    """

    name: str
    partitions: int
    configs: Mapping[str, str] = field(default_factory=dict)
    replication: int | None = None


def complaints_topic(name: str, replication: int | None = None) -> TopicPlan:
    """The topic of all events of complaints: nothing is ever deleted, its partitions are slices."""
    return _kept_for_ever(name, SLICES, replication)


def management_topic(name: str, replication: int | None = None) -> TopicPlan:
    """The topic of the management system's streams, kept likewise; its one partition is a slice."""
    return _kept_for_ever(name, 1, replication)


def _kept_for_ever(name: str, partitions: int, replication: int | None) -> TopicPlan:
    configs = {
        "cleanup.policy": "delete",
        "retention.ms": "-1",
        "retention.bytes": "-1",
        "max.message.bytes": str(LARGEST_RECORD),
        "unclean.leader.election.enable": "false",
    }
    return TopicPlan(name, partitions, configs, replication)


def checkpoints_topic(name: str, replication: int | None = None) -> TopicPlan:
    """The topic that says how far all is complete: per log the last word counts, so compacted.

    One partition: checkpoints have an order. What is an hour old can be compacted.
    """
    return TopicPlan(name, 1, {"cleanup.policy": "compact", "segment.ms": "3600000"}, replication)


def ensure_topic(admin: Any, plan: TopicPlan) -> str:
    """Make the topic if it is missing and give its id. Raises TopicDiffers with all differences."""
    try:
        found = describe(admin, plan.name)
    except TopicMissing:
        _create(admin, plan)
        found = describe(admin, plan.name)
    differences = _differences(admin, plan, found)
    if differences:
        raise TopicDiffers(
            f"topic {plan.name} is not as it must be ({'; '.join(differences)}): "
            "change it, or name another one"
        )
    return str(found["topic_id"])


def remove_topic(admin: Any, name: str, *, seconds: float = 30.0) -> None:
    """Delete a topic with its records, and wait until it is gone. Raises TopicMissing."""
    describe(admin, name)
    admin.delete_topics([name])
    deadline = time.monotonic() + seconds
    with suppress(TopicMissing):
        while time.monotonic() < deadline:
            describe(admin, name)
            time.sleep(0.1)
        raise TopicDiffers(f"topic {name} is still there {seconds:.0f} s after it was deleted")


def topic_id(admin: Any, name: str) -> str:
    """Kafka's own id of the topic, another one when it is made anew. Raises TopicMissing."""
    return str(describe(admin, name)["topic_id"])


def describe(admin: Any, name: str) -> dict[str, Any]:
    """What Kafka tells of a topic. Raises TopicMissing."""
    (found,) = admin.describe_topics([name])
    if found["error_code"] == UnknownTopicOrPartitionError.errno:
        raise TopicMissing(f"there is no topic {name} yet: the relay makes it when it starts")
    if found["error_code"]:
        raise FOR_CODE(found["error_code"])(name)
    return dict(found)


def _create(admin: Any, plan: TopicPlan) -> None:
    copies = plan.replication or min(COPIES, len(admin.describe_cluster()["brokers"]))
    configs = dict(plan.configs)
    if copies >= COPIES:
        configs["min.insync.replicas"] = str(NEEDED_COPIES)
    wanted = {
        "num_partitions": plan.partitions,
        "replication_factor": copies,
        "configs": configs,
    }
    # Another part may start at the same time; what it made is compared all the same.
    with suppress(TopicAlreadyExistsError):
        admin.create_topics({plan.name: wanted})
    admin.wait_for_topics([plan.name])


def _differences(admin: Any, plan: TopicPlan, found: Mapping[str, Any]) -> list[str]:
    partitions = found["partitions"]
    copies = min(len(one["replica_nodes"]) for one in partitions)
    wrong = []
    if len(partitions) != plan.partitions:
        wrong.append(f"{len(partitions)} partitions, must be {plan.partitions}")
    if plan.replication is not None and copies < plan.replication:
        wrong.append(f"{copies} copies, must be {plan.replication}")
    wanted = dict(plan.configs)
    if copies >= COPIES:
        wanted["min.insync.replicas"] = str(NEEDED_COPIES)
    has = _configs(admin, plan.name, list(wanted))
    return wrong + [
        f"{name} is {has[name]}, must be {value}"
        for name, value in wanted.items()
        if not _good(name, has[name], value)
    ]


def _good(name: str, has: str, value: str) -> bool:
    at_least = name in ("max.message.bytes", "min.insync.replicas")
    return int(has) >= int(value) if at_least else has == value


def _configs(admin: Any, name: str, wanted: list[str]) -> dict[str, str]:
    resource = RESOURCE(ConfigResourceType.TOPIC, name, configs=wanted)
    deadline = time.monotonic() + CONFIG_SECONDS
    while True:
        found = admin.describe_configs([resource], config_filter="all")
        (configs,) = (of_one[name] for of_one in found.values())
        # A broker that has just heard of a topic knows its settings a moment later.
        if set(wanted) <= set(configs) or time.monotonic() > deadline:
            return {key: str(configs[key]["value"]) for key in wanted}
        time.sleep(0.1)
