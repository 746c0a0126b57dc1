"""Stories have a clock of their own, and can happen on any day."""

import inspect
import re
from datetime import datetime

import pytest

from adapters import clock
from tests.clocks.moments import five_years_ahead
from tests.clocks.stepping import set_clock
from tests.stories.all import STORIES, page_of_all
from tests.stories.registry import PAGE, Story
from tests.stories.telling import World

A_DAY = re.compile(r"\"\d{4}-\d\d-\d\d")
OF_ANY_DAY = [one for one in STORIES if not A_DAY.search(inspect.getsource(one.tell))]
"""Those that name no day in what is typed; the others happen on the days that they name."""


def test_the_page_of_stories_is_the_same_on_any_day(monkeypatch: pytest.MonkeyPatch) -> None:
    set_clock(monkeypatch, five_years_ahead(clock.now()))
    assert page_of_all() == PAGE.read_text(encoding="utf-8")


def test_few_stories_name_a_day() -> None:
    assert len(OF_ANY_DAY) > len(STORIES) * 0.8


@pytest.mark.parametrize("one", OF_ANY_DAY, ids=lambda one: one.name)
def test_a_story_can_begin_on_any_day(one: Story, moment: datetime) -> None:
    one.tell(World(one.policy, moment))
