"""What was seen and counted, in Prometheus' text format; the names stay, and no label is an id."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import accumulate

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector

from adapters.postgres.heartbeats import CLOCK, RELAY
from services.api.request_counts import BUCKETS, Tally
from services.operations.health_watch import Sight
from services.representations import overview

NEVER = float("inf")
OF_VIEWS = {
    "plaint_projection_lag_events": "Positions of the record that are not known to be in the view.",
    "plaint_projection_lag_seconds": "Age of the oldest event that is not in the view, 0 if none.",
    "plaint_projection_heartbeat_seconds": "Since all slices of it were last known to be fed.",
    "plaint_projection_parked": "Complaints that are put aside in the view.",
    "plaint_projection_stopped": "1 if the view stopped at an event that it cannot tell.",
}


def exposed(sight: Sight, tally: Tally, left: Mapping[str, int]) -> bytes:
    """The metrics of this moment, in the text format 0.0.4; a part never heard of is +Inf old.

    left: how many days each calendar knows still.
    """
    registry = CollectorRegistry(auto_describe=False)
    seen = (*_of_parts(sight), *_of_views(sight), _of_calendars(left))
    registry.register(_Gathered([*_counted(tally), *seen]))
    return generate_latest(registry)


class _Gathered(Collector):
    def __init__(self, metrics: Iterable[Metric]) -> None:
        self._metrics = list(metrics)

    def collect(self) -> Iterator[Metric]:
        return iter(self._metrics)


def _counted(tally: Tally) -> Iterator[Metric]:
    commands = CounterMetricFamily(
        "plaint_commands",
        "Commands that came to the API, by what came of them.",
        labels=["result"],
    )
    for result, count in tally.results.items():
        commands.add_metric([result], count)
    yield commands
    upto = [*accumulate(tally.took)]
    bounds = [*map(str, BUCKETS), "+Inf"]
    yield HistogramMetricFamily(
        "plaint_command_seconds",
        "How long commands took at the API's door, whatever came of them.",
        buckets=[*zip(bounds, upto, strict=True)],
        sum_value=tally.seconds,
    )
    yield CounterMetricFamily(
        "plaint_append_conflicts",
        "Commands not carried out because the complaint had changed meanwhile.",
        value=tally.results["conflict"],
    )


def _of_parts(sight: Sight) -> Iterator[Metric]:
    seen = sight.seen
    yield _gauge("plaint_position", "The last position of the record.", seen.head)
    if sight.rules.publishes:
        yield _gauge("plaint_relay_position", "The last position published.", seen.published)
        yield _gauge(
            "plaint_oldest_unpublished_seconds",
            "Age of the oldest event that is not published, 0 if all are.",
            overview.unpublished_seconds(seen) or 0,
        )
        yield _heartbeat("relay", overview.heartbeat_seconds(seen, RELAY, seen.topic))
    yield _heartbeat("clock", overview.heartbeat_seconds(seen, CLOCK))
    stalled = GaugeMetricFamily("plaint_stalled", "Parts that stand still.", labels=["part"])
    for part in sorted({fault.part for fault in sight.faults}):
        stalled.add_metric([part], 1)
    yield stalled


def _of_views(sight: Sight) -> Iterator[Metric]:
    seen = sight.seen
    gauges = {
        name: GaugeMetricFamily(name, help_, labels=["name"]) for name, help_ in OF_VIEWS.items()
    }
    fed = overview.feeding_seconds(seen)
    for view in seen.standings.views:
        if view.is_live:
            values = (
                view.lag,
                overview.oldest_seconds(seen, view) or 0,
                NEVER if fed is None else fed,
                view.parked,
                view.stopped is not None,
            )
            for gauge, value in zip(gauges.values(), values, strict=True):
                gauge.add_metric([view.projection], float(value))
    yield from gauges.values()


def _of_calendars(left: Mapping[str, int]) -> Metric:
    help_text = "Days until a calendar of the policy in force ends; below zero once it has."
    gauge = GaugeMetricFamily("plaint_calendar_days_left", help_text, labels=["calendar"])
    for calendar_id, days in left.items():
        gauge.add_metric([calendar_id], days)
    return gauge


def _heartbeat(part: str, seconds: float | None) -> Metric:
    name, help_text = f"plaint_{part}_heartbeat_seconds", f"Since the {part} was last heard of."
    return _gauge(name, help_text, NEVER if seconds is None else seconds)


def _gauge(name: str, help_text: str, value: float) -> Metric:
    return GaugeMetricFamily(name, help_text, value=value)
