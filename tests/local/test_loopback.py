"""Where the network is taken away, loopback included, Plaint brings it up or says what to do."""

import pytest

from adapters.local.loopback import NoLoopback, ensure_loopback


def test_a_loopback_that_is_up_is_left_alone() -> None:
    assert ensure_loopback(bring_up=refuse) is False


def test_one_that_is_down_is_brought_up() -> None:
    answers = iter([False, True])
    assert ensure_loopback(is_up=lambda: next(answers), bring_up=lambda: None) is True


def test_who_may_not_bring_it_up_is_told_what_to_do() -> None:
    with pytest.raises(NoLoopback, match="ip link set lo up"):
        ensure_loopback(is_up=lambda: False, bring_up=refuse)


def test_one_that_stays_down_is_told_as_well() -> None:
    with pytest.raises(NoLoopback, match="cannot reach itself"):
        ensure_loopback(is_up=lambda: False, bring_up=lambda: None)


def refuse() -> None:
    raise PermissionError("not root")
