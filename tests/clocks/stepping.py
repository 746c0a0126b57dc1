"""The clock that the product asks, set to a moment: each asking finds it a minute later."""

from datetime import datetime, timedelta, tzinfo

import pytest

from adapters import clock

STEP = timedelta(minutes=1)


class Stepping:
    """Stands where adapters.clock asks for the time; minutes go by, so midnight comes."""

    def __init__(self, moment: datetime) -> None:
        self._next = moment

    def now(self, zone: tzinfo) -> datetime:
        """The next minute."""
        told, self._next = self._next, self._next + STEP
        return told.astimezone(zone)

    def wait(self, time: timedelta) -> None:
        """Let time go by."""
        self._next += time


def set_clock(monkeypatch: pytest.MonkeyPatch, moment: datetime) -> Stepping:
    """Whoever asks adapters.clock, under whatever name they know it, asks this one."""
    stepping = Stepping(moment)
    monkeypatch.setattr(clock, "datetime", stepping)
    return stepping
