"""Every story can be told through the public commands, and its page says what is told."""

import pytest

from tests.docs.citations import linked
from tests.stories.all import STORIES, page_of_all
from tests.stories.registry import PAGE, Story


@pytest.mark.parametrize("one", STORIES, ids=lambda one: one.name)
def test_the_story_is_told_as_its_page_tells_it(one: Story) -> None:
    assert linked(one.text()) in PAGE.read_text(encoding="utf-8"), "run make docs"


def test_the_page_tells_every_story_and_no_other() -> None:
    assert PAGE.read_text(encoding="utf-8") == page_of_all()


def test_stories_have_names_of_their_own() -> None:
    assert len({one.name for one in STORIES}) == len(STORIES)
