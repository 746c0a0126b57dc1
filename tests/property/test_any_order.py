"""The same facts, told before, while or after complaints are merged, make the same of both."""

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import chain

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.two_complaints import WINDOWED, Fact, Told, on, stands

CAME, PAST = date(2026, 2, 27), date(2026, 3, 2)
WAIT: Fact = ("", "wait", 8)
MERGING: Sequence[Fact] = (("b", "merge", "a"), ("b", "unmerge"), ("b", "merge", "a"))
days = st.integers(1, 40).map(lambda back: CAME - timedelta(days=back))


def _product(name: str, code: str) -> Sequence[Fact]:
    return [(name, "first_product", code)]


def _receipt(name: str, day: date) -> Sequence[Fact]:
    return [(name, "receipt", day)]


def _stop(name: str, how: tuple[str, str, str], begun: int, lasted: int) -> Sequence[Fact]:
    """A pause or a suspension that was over before anything was merged."""
    stop, ground, go = how
    first, last = (on(PAST + timedelta(days=each)) for each in (begun, begun + lasted))
    told = {"ground_code": ground, "occurred": first}
    return [(name, "do", stop, told), (name, "do", go, {"occurred": last})]


def _channel(name: str, code: str) -> Sequence[Fact]:
    return [(name, "channel", code)]


STOPS = [
    ("pause_deadlines", "awaiting_complainant", "resume_deadlines"),
    ("suspend_handling", "police_case", "resume_handling"),
]
names = st.sampled_from("ab")
facts = st.one_of(
    st.builds(_receipt, names, days),
    st.builds(_product, names, st.sampled_from(["cards", "loans"])),
    st.builds(_channel, names, st.sampled_from(["web", "email"])),
)
running = st.one_of(
    st.builds(_receipt, names, st.integers(1, 3).map(lambda back: CAME - timedelta(days=back))),
    st.builds(_product, names, st.just("cards")),
    st.builds(_stop, st.just("a"), st.sampled_from(STOPS), st.integers(0, 3), st.integers(1, 4)),
)
"""What may be told of a complaint, merged or not.

What is over does not stop any more, and of a merged complaint no clock is stopped.
"""


def _what(told: Sequence[Fact]) -> Fact:
    """Of what it is told: of the same complaint once."""
    name, what, *_ = told[0]
    return name, what


@st.composite
def courses(draw: st.DrawFn) -> tuple[Sequence[Fact], Sequence[Sequence[Fact]]]:
    """Facts, and the same with mergers somewhere between them."""
    some = draw(st.sampled_from([facts, running]))
    told = draw(st.lists(some, min_size=1, max_size=4, unique_by=_what))
    merging = list(MERGING[: draw(st.integers(1, 3))])
    places = sorted(draw(st.tuples(*[st.integers(0, len(told)) for _ in merging])))
    mixed, last = list[Fact](), 0
    for place, step in zip(places, merging, strict=True):
        mixed += [*chain(*told[last:place]), step]
        last = place
    every, rest = list(chain(*told)), chain(*told[last:])
    return [WAIT, *every, *merging], [[WAIT, *mixed, *rest], [WAIT, *merging, *every]]


@settings(max_examples=25)
@given(courses())
def test_the_order_makes_no_difference(
    course: tuple[Sequence[Fact], Sequence[Sequence[Fact]]],
) -> None:
    first, others = course
    seen = []
    for told in (first, *others):
        office = Told(CAME, WINDOWED)
        office.tell(told)
        seen.append([stands(office.one(name)) for name in "ab"])
    assert all(one == seen[0] for one in seen)
