"""Filling a view anew at the keyboard."""

import pytest

from tests.cli.conftest import Keyboard

pytestmark = pytest.mark.servers


def test_a_view_can_be_rebuilt_and_says_whether_it_had_been_right(keyboard: Keyboard) -> None:
    """Compared with the live one before it takes its place."""
    keyboard.types("receive", "--narrative", "It never came")
    keyboard.project()
    told = keyboard.types("projections", "rebuild", "case_queue")
    assert "the same rows" in told.stdout


def test_a_view_that_there_is_not_ends_with_4(keyboard: Keyboard) -> None:
    """And those that there are are named."""
    told = keyboard.types("projections", "rebuild", "case_queues", exit_code=4)
    assert "case_queue" in told.stderr
