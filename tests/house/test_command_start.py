"""A command imports what it needs and no more, so that nobody waits for the parts of others."""

import pytest

from services.cli.app import GROUPS, HANDLING, TOPIC_OF, TOPICS, commands_of
from services.cli.handling import name_of, shown
from tests.house.imported import COMMAND_LINE, HEAVY, imported_by


def test_the_version_is_told_without_the_domain_a_driver_or_a_server() -> None:
    found = imported_by(*COMMAND_LINE, "--version")
    assert "services.cli.app" in found
    assert not HEAVY & found
    assert not [name for name in found if name.startswith(("domain", "adapters", "projections"))]


def test_what_the_version_does_without_is_imported_where_it_is_needed() -> None:
    parts = "import services.run_api, services.run_relay, adapters.local.kafka_server"
    calendar = 'from adapters.calendars import resolved; resolved({"calendar_id": "china"})'
    found = imported_by("-c", f"{parts}; {calendar}")
    assert found >= HEAVY


@pytest.mark.parametrize("topic", (*TOPICS, *GROUPS))
def test_each_topic_adds_the_commands_that_it_is_found_by(topic: str) -> None:
    named = {name for name, of in TOPIC_OF.items() if of == topic}
    domain = {name_of(kind) for kind in shown()} if topic == HANDLING else set()
    assert set(commands_of(topic)) == named | domain


def test_no_command_of_the_domain_hides_behind_another() -> None:
    assert not {name_of(kind) for kind in shown()} & set(TOPIC_OF)
