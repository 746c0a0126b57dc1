"""6.2, 7.3 Whatever is told before, while and after a merger: what is due is due by right."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from itertools import permutations

import pytest

from tests.support.two_complaints import Fact, Told, on, stands

CAME = date(2026, 2, 27)
EARLIER, EARLIEST = date(2026, 2, 13), date(2026, 2, 2)
MERGE: Fact = ("b", "merge", "a")
UNMERGE: Fact = ("b", "unmerge")
WAIT: Fact = ("", "wait", 10)


def orders(*facts: Fact) -> Iterator[Sequence[Fact]]:
    """Every order of these facts in which a merger comes before its end."""
    for told in permutations(facts):
        places = {one: place for place, one in enumerate(told)}
        if places.get(MERGE, 0) <= places.get(UNMERGE, len(told)):
            yield told


def came_of(told: Iterable[Fact], names: str = "ab") -> list[tuple[object, ...]]:
    office = Told(CAME)
    office.tell(told)
    return [stands(office.one(name)) for name in names]


def same_in_every_order(*facts: Fact, names: str = "ab") -> list[tuple[object, ...]]:
    """What comes of these facts, told in whichever order."""
    first, *others = [(told, came_of(told, names)) for told in orders(*facts)]
    for told, came in others:
        assert came == first[1], (told, first[0])
    return first[1]


def due(came: tuple[object, ...], kind: str = "response") -> tuple[str, ...]:
    (found,) = [one for one in came[-1] if one[0] == kind]  # type: ignore[attr-defined]
    return found[1:3]  # type: ignore[no-any-return]


@pytest.mark.parametrize(
    ("own", "others", "right"),
    [(EARLIEST, EARLIER, "2026-03-02"), (EARLIER, EARLIEST, "2026-03-02")],
)
def test_a_receipt_told_right_in_either_counts_for_the_whole(
    own: date, others: date, right: str
) -> None:
    a, _ = same_in_every_order(("a", "receipt", own), ("b", "receipt", others), MERGE)
    assert due(a)[0] == right


def test_unmerged_each_is_due_by_its_own_right_receipt() -> None:
    told = [("a", "receipt", EARLIEST), ("b", "receipt", EARLIER), MERGE, UNMERGE]
    a, b = same_in_every_order(*told)
    assert (due(a)[0], due(b)[0]) == ("2026-03-02", "2026-03-13")


RIGHT: Fact = ("b", "receipt", CAME)


def is_typed_first(told: Sequence[Fact]) -> bool:
    return [one for one in told if one[1] == "receipt"][-1] == RIGHT


def test_a_mistyped_receipt_of_what_came_frees_the_whole() -> None:
    typed: Fact = ("b", "receipt", date(2026, 1, 2))
    wrong = came_of([typed, MERGE])
    assert due(wrong[0]) == ("2026-01-30", "missed")
    (after,) = {str(came_of(told)) for told in orders(typed, MERGE, RIGHT) if is_typed_first(told)}
    assert "('response', '2026-03-27', 'running'" in after


def test_along_a_chain_a_receipt_reaches_the_whole() -> None:
    chain = [("c", "merge", "b"), MERGE]
    for told in ([*chain, ("c", "receipt", EARLIEST)], [("c", "receipt", EARLIEST), *chain]):
        assert due(came_of(told)[0])[0] == "2026-03-02"


def paused(name: str, day: int) -> Fact:
    told = {"ground_code": "awaiting_complainant", "occurred": on(date(2026, 3, day))}
    return (name, "do", "pause_deadlines", told)


def gone_on(name: str, day: int) -> Fact:
    return (name, "do", "resume_deadlines", {"occurred": on(date(2026, 3, day))})


def suspended(name: str, day: int) -> Fact:
    told = {"ground_code": "police_case", "occurred": on(date(2026, 3, day))}
    return (name, "do", "suspend_handling", told)


def taken_up(name: str, day: int) -> Fact:
    return (name, "do", "resume_handling", {"occurred": on(date(2026, 3, day))})


@pytest.mark.parametrize("stop", [paused, suspended])
def test_what_was_stopped_while_merged_stands_still_once_unmerged(
    stop: Callable[..., Fact],
) -> None:
    a, b = came_of([WAIT, MERGE, stop("a", 4), UNMERGE])
    assert a == came_of([WAIT, MERGE, UNMERGE, stop("a", 4)])[0]
    assert (due(a)[1], due(b)[1]) == ("paused", "running")


@pytest.mark.parametrize(("stop", "go"), [(paused, gone_on), (suspended, taken_up)])
def test_what_was_taken_up_while_merged_goes_on_once_unmerged(
    stop: Callable[..., Fact], go: Callable[..., Fact]
) -> None:
    both = [WAIT, stop("a", 4), stop("b", 4), MERGE]
    a, b = came_of([*both, go("a", 9), UNMERGE])
    assert a == came_of([*both, UNMERGE, go("a", 9)])[0]
    assert (due(a)[1], due(b)[1]) == ("running", "paused")


@pytest.mark.parametrize(("stop", "go"), [(paused, gone_on), (suspended, taken_up)])
def test_a_pause_told_right_later_counts_after_merging_and_unmerging(
    stop: Callable[..., Fact], go: Callable[..., Fact]
) -> None:
    kind = "DeadlinePaused" if stop is paused else "HandlingSuspended"
    told = [WAIT, stop("a", 4), go("a", 9), ("a", "begun", kind, date(2026, 3, 3))]
    alone = came_of(told)[0]
    for place in range(1, len(told) + 1):
        a, _ = came_of([*told[:place], MERGE, UNMERGE, *told[place:]])
        assert a == alone, place
    for place in (1, 3):
        a, _ = came_of([*told[:place], MERGE, *told[place:], UNMERGE])
        assert a == alone, place


def test_of_two_pauses_told_right_the_earlier_date_holds() -> None:
    both = [WAIT, paused("a", 4), paused("b", 4), gone_on("a", 9), gone_on("b", 9)]
    right: Fact = ("a", "begun", "DeadlinePaused", date(2026, 3, 3))
    assert came_of([*both, MERGE, right]) == came_of([*both, right, MERGE])
    assert due(came_of([*both, MERGE, right])[0]) == due(came_of([*both])[1])


CARDS: Fact = ("a", "first_product", "cards")


def test_a_product_of_ones_own_point_moves_ones_own_date_alone() -> None:
    a, b = same_in_every_order(("b", "receipt", EARLIER), CARDS, MERGE)
    assert due(a) == ("2026-03-13", "running"), "what came is due by its own points: earlier"
    a, b = same_in_every_order(("b", "receipt", EARLIER), CARDS, MERGE, UNMERGE)
    assert (due(a)[0], due(b)[0]) == ("2026-03-14", "2026-03-13")


@pytest.mark.parametrize(("stop", "go"), [(paused, gone_on), (suspended, taken_up)])
def test_a_pause_of_ones_own_past_moves_no_date_of_what_came_later(
    stop: Callable[..., Fact], go: Callable[..., Fact]
) -> None:
    come, past = [("b", "receipt", EARLIER), WAIT], [stop("a", 3), go("a", 6)]
    assert came_of([*come, MERGE, *past]) == came_of([*come, *past, MERGE])
    assert due(came_of([*come, MERGE, *past])[0]) == ("2026-03-13", "running")
    assert came_of([*come, MERGE, *past, UNMERGE]) == came_of([*come, *past, MERGE, UNMERGE])


@pytest.mark.parametrize(("stop", "go"), [(paused, gone_on), (suspended, taken_up)])
def test_a_pause_from_before_the_merging_on_stops_what_came_since_then(
    stop: Callable[..., Fact], go: Callable[..., Fact]
) -> None:
    told = [WAIT, MERGE, WAIT, stop("a", 3)]
    assert due(came_of(told)[0])[1] == "paused"
    a, _ = came_of([*told, go("a", 17)])
    assert due(a) == ("2026-03-31", "running")
    a, b = came_of([*told, go("a", 17), UNMERGE])
    assert (due(a), due(b)) == (("2026-04-10", "running"), ("2026-03-27", "running"))


def test_a_pause_told_when_what_came_was_over_stops_ones_own_clock() -> None:
    come = [("b", "first_product", "loans"), WAIT]
    late = [*come, MERGE, paused("a", 10)]
    assert due(came_of(late)[0])[1] == "missed"
    a, _ = came_of([*late, UNMERGE])
    assert a == came_of([*come, MERGE, UNMERGE, paused("a", 10)])[0]
    assert due(a)[1] == "paused"


def test_along_a_chain_what_is_told_of_the_last_moves_the_middle_too() -> None:
    right: Fact = ("c", "receipt", EARLIER)
    chain = [("c", "merge", "b"), MERGE]
    for told in ([*chain, right], [right, *chain]):
        assert due(came_of([*told, UNMERGE])[1])[0] == "2026-03-13"
