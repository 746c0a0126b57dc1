"""All rows of the benchmarks, what people wait for first."""

from tests.bench import (
    checking,
    commands,
    importing,
    live_views,
    over_http,
    reading,
    rebuilding,
    relaying,
    starting,
    visible,
)

ROWS = (
    *rebuilding.ROWS,
    *checking.ROWS,
    *importing.ROWS,
    *reading.ROWS,
    *over_http.ROWS,
    *starting.ROWS,
    *visible.ROWS,
    *commands.ROWS,
    *relaying.ROWS,
    *live_views.ROWS,
)
