"""docs/events.md tells every event, and who writes it as they do."""

import asyncio
import re

import pytest

from adapters import event_json
from domain.event_types import TYPES
from domain.values import Actor
from tests.docs.events import PAGE
from tests.docs.events_written import ELSEWHERE, following, writers
from tests.stories.all import STORIES
from tests.stories.lines import Refused
from tests.stories.registry import Story
from tests.stories.telling import MANY, Told, World

PAGE_TEXT = PAGE.read_text(encoding="utf-8")


class Watched(World):
    """A world that keeps which command recorded which events."""

    def __init__(self, policy: str) -> None:
        super().__init__(policy)
        self.seen: set[tuple[str, str]] = set()
        self._watched = 0

    def note(self, told: Told, command: str, by: Actor, refusal: Refused | None = None) -> None:
        super().note(told, command, by, refusal)
        stored = asyncio.run(self.record.after(self._watched, MANY))
        self._watched += len(stored)
        recorded = [event_json.recorded(one.public, one.position) for one in stored]
        self.seen |= {(command, one.event.TYPE) for one in recorded}


@pytest.mark.parametrize("name", TYPES)
def test_every_event_is_told_with_who_writes_it(name: str) -> None:
    assert f"\n### {name}\n" in PAGE_TEXT
    assert name in writers() or name in following() or name in ELSEWHERE


@pytest.mark.parametrize("story", STORIES, ids=lambda one: one.name)
def test_what_a_command_records_says_so_on_the_page(story: Story) -> None:
    world = Watched(story.policy)
    story.tell(world)
    untold = {
        (command, name)
        for command, name in world.seen
        if command not in writers().get(name, ()) and name not in {*following(), *ELSEWHERE}
    }
    assert world.seen
    assert untold == set()


def test_every_link_leads_somewhere() -> None:
    headings = re.findall(r"^#+ (.+)$", PAGE_TEXT, flags=re.MULTILINE)
    anchors = {heading.lower().replace(" ", "-") for heading in headings}
    assert set(re.findall(r"\]\(#([^)]+)\)", PAGE_TEXT)) <= anchors
