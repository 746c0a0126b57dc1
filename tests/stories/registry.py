"""The list of stories, and the page on which they are told."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tests.stories import page
from tests.stories.telling import World

PAGE = Path(__file__).parent.parent.parent / "docs" / "stories.md"
Telling = Callable[[World], None]


@dataclass(frozen=True)
class Story:
    """One story. tell: goes through the public commands and asserts what must be true."""

    title: str
    tell: Telling
    policy: str = "iso10002_default"

    @property
    def name(self) -> str:
        """What it is called on the command line."""
        return self.tell.__name__

    @property
    def why(self) -> str:
        """What it shows."""
        return " ".join((self.tell.__doc__ or "").split())

    def text(self) -> str:
        """The story as it is told."""
        world = World(self.policy)
        self.tell(world)
        return page.told(self.title, self.why, world)


STORIES: list[Story] = []


def story(title: str, *, policy: str = "iso10002_default") -> Callable[[Telling], Telling]:
    """Adds a story to the list."""

    def add(tell: Telling) -> Telling:
        STORIES.append(Story(title, tell, policy))
        return tell

    return add
