"""Ways in which a feed may bring what a record holds, as Hypothesis draws them."""

from collections.abc import Sequence

from hypothesis import strategies as st

from projections._kit.applied import Arrived


@st.composite
def delivered(draw: st.DrawFn, arrived_: Sequence[Arrived]) -> list[list[Arrived]]:
    """A way in which a feed may bring these: any batches, some of it again, slices interleaved."""
    batches: list[list[Arrived]] = []
    place = 0
    while place < len(arrived_):
        size = draw(st.integers(1, 7))
        back = draw(st.integers(0, 5))
        batches.append(list(arrived_[max(place - back, 0) : place + size]))
        place += size
    return batches
