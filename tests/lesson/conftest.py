"""The lesson in the registry for as long as a module of these tests runs; nothing else knows it."""

from collections.abc import Iterator

import pytest

from services.cli.app import commands_of
from tests.api.conftest import house, lines
from tests.cli.conftest import keyboard
from tests.lesson.aggregate import LESSON
from tests.lesson.registered import registered

__all__ = ["house", "keyboard", "lines"]


@pytest.fixture(scope="module", autouse=True)
def _lessons() -> Iterator[None]:
    with registered(LESSON):
        # A process imports the commands of a topic once, and other tests may have done so.
        commands_of.cache_clear()
        yield
    commands_of.cache_clear()
