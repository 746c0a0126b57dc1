"""The clock of the product at each of the moments."""

from datetime import datetime

import pytest

from adapters import clock
from tests.clocks.moments import MOMENTS
from tests.clocks.stepping import Stepping, set_clock


@pytest.fixture(params=MOMENTS)
def moment(request: pytest.FixtureRequest) -> datetime:
    """The next moment of each kind."""
    return MOMENTS[request.param](clock.now())


@pytest.fixture
def stepping(moment: datetime, monkeypatch: pytest.MonkeyPatch) -> Stepping:
    """The clock that the product asks, at that moment."""
    return set_clock(monkeypatch, moment)
