"""A request to stop: a signal at any instant makes it, also while it is being waited for."""

import signal
import threading
from collections.abc import Iterator

import pytest

from adapters.stop_request import StopRequest


@pytest.fixture
def request_() -> Iterator[StopRequest]:
    before = {each: signal.getsignal(each) for each in (signal.SIGINT, signal.SIGTERM)}
    made = StopRequest()
    made.on_signals()
    yield made
    signal.set_wakeup_fd(-1)
    for number, handler in before.items():
        signal.signal(number, handler)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_to_any_thread_ends_the_wait(
    request_: StopRequest, number: signal.Signals
) -> None:
    assert not request_.wait(0)
    timer = threading.Timer(0.05, signal.raise_signal, (number,))
    timer.start()
    assert request_.wait(60)
    assert request_.is_made()


def test_once_made_it_stays_made(request_: StopRequest) -> None:
    request_.make()
    request_.make()
    assert request_.wait(60) and request_.wait(60)


def test_a_flood_of_signals_in_the_middle_of_waiting_locks_nothing(request_: StopRequest) -> None:
    for _ in range(20_000):
        request_.make()
        assert request_.wait(60)
