"""The same facts, told before, while or after complaints are merged, make the same of both."""

from collections.abc import Sequence
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.two_complaints import Fact, Told, stands

CAME = date(2026, 2, 27)
MERGING: Sequence[Fact] = (("b", "merge", "a"), ("b", "unmerge"), ("b", "merge", "a"))
days = st.integers(1, 40).map(lambda back: CAME - timedelta(days=back))


def _product(name: str, code: str) -> Fact:
    return (name, "first_product", code)


facts = st.one_of(
    st.tuples(st.sampled_from("ab"), st.just("receipt"), days),
    st.builds(_product, st.just("b"), st.sampled_from(["cards", "loans"])),
)
"""What may be told of either complaint, merged or not."""


@st.composite
def courses(draw: st.DrawFn) -> tuple[Sequence[Fact], Sequence[Sequence[Fact]]]:
    """Facts, and the same with mergers somewhere between them."""
    told = draw(st.lists(facts, min_size=1, max_size=4, unique_by=lambda one: one[:2]))
    merging = list(MERGING[: draw(st.integers(1, 3))])
    places = sorted(draw(st.tuples(*[st.integers(0, len(told)) for _ in merging])))
    mixed, last = list[Fact](), 0
    for place, step in zip(places, merging, strict=True):
        mixed += [*told[last:place], step]
        last = place
    return [*told, *merging], [mixed + told[last:], [*merging, *told]]


@settings(max_examples=25)
@given(courses())
def test_the_order_makes_no_difference(
    course: tuple[Sequence[Fact], Sequence[Sequence[Fact]]],
) -> None:
    first, others = course
    seen = []
    for told in (first, *others):
        office = Told(CAME)
        office.tell(told)
        seen.append([stands(office.one(name)) for name in "ab"])
    assert all(one == seen[0] for one in seen)
