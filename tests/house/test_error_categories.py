"""Each error of ours says what it means at every door, or is caught where it comes from."""

import importlib
import inspect
import pkgutil
from collections.abc import Iterator

import pytest

import adapters
import domain
import projections
import services
from adapters.kafka.clients import BrokerAway
from domain.errors import ErrorCategory
from services.api.error_mapping import problem_of
from services.api.problems import UNAVAILABLE, UNEXPECTED
from services.cli.error_mapping import end_of
from services.cli.exits import Exit
from services.error_categories import LIBRARIES, category_of

CAUGHT_WHERE_IT_COMES_FROM = {
    "adapters.cfpb.columns.BadValue",
    "adapters.cfpb.taxonomy.NoLabel",
    "adapters.event_json.Unreadable",
    "adapters.kafka.clients.NoChecksum",
    "adapters.kafka.consumer_stall.FeedStalled",
    "adapters.kafka.headers.NotOurs",
    "adapters.kafka.publisher.NotAcknowledged",
    "adapters.postgres.append_checks.UnfitCommand",
    "adapters.postgres.library_recorder.UnsafeLibrary",
    "adapters.postgres.relay_state.Fenced",
    "adapters.postgres.views.questions.ViewMissing",
    "adapters.sealing.NotSealedHere",
    "adapters.upcasts.NoUpcast",
    "adapters.views.SetAside",
    "adapters.wrapping.NotUnwrapped",
    "domain.local_times.NoOneInstant",
    "domain.privacy.Unclassified",
    "domain.values.IllFormed",
    "projections._kit.columns.Undescribed",
    "services.access.principals.KeyExpired",
    "services.api.authentication.RouteWithoutRule",
    "services.api.field_errors.UnfitParameter",
    "services.queries.answers.BackToFront",
    "services.streaming.projector.LogRenewed",
    "services.streaming.relay.NoProgress",
    "services.streaming.relay_plan.Refused",
}
"""Or it is a fault of Plaint, which is what both doors then say."""
OF_ONE_DOOR = ("services.api.problems.", "services.cli.exits.")


def modules() -> Iterator[str]:
    for package in (domain, projections, adapters, services):
        for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if not found.name.endswith("__main__"):
                yield found.name


def errors() -> Iterator[type[Exception]]:
    """Every class of errors in the product."""
    for name in modules():
        for kind in vars(importlib.import_module(name)).values():
            if inspect.isclass(kind) and issubclass(kind, Exception) and kind.__module__ == name:
                yield kind


def test_each_error_names_its_category_or_is_known_to_be_caught() -> None:
    without = {
        f"{kind.__module__}.{kind.__qualname__}"
        for kind in errors()
        if not isinstance(getattr(kind, "category", None), ErrorCategory)
    }
    assert {one for one in without if not one.startswith(OF_ONE_DOOR)} == CAUGHT_WHERE_IT_COMES_FROM


@pytest.mark.parametrize("category", ErrorCategory)
def test_each_category_has_its_exit_code(category: ErrorCategory) -> None:
    class Failed(Exception):
        pass

    Failed.category = category  # type: ignore[attr-defined]
    assert (category_of(Failed()), end_of(Failed())) == (category, Exit[category.name])


def test_what_libraries_raise_is_known_by_names_that_they_have() -> None:
    for name in LIBRARIES:
        module, _, kind = name.rpartition(".")
        error = getattr(importlib.import_module(module), kind)
        assert f"{error.__module__}.{error.__qualname__}" == name


def test_what_is_away_is_unavailable_over_http_too_and_a_fault_stays_one() -> None:
    assert problem_of(BrokerAway("x")).kind is UNAVAILABLE
    assert problem_of(ZeroDivisionError("x")).kind is UNEXPECTED
