"""Numbers that sister processes count: each its own, all together, also of one that was killed."""

from adapters.local.shared_counts import SharedCounts, memory_for


def test_what_each_counts_is_one_sum_for_all() -> None:
    with memory_for(2) as memory:
        first, second = (SharedCounts(memory, number=number) for number in (1, 2))
        first.add(0, 1)
        second.add(0, 2)
        second.add(1, 0.5)
        assert first.sums(3) == second.sums(3) == [3, 0.5, 0]


def test_whoever_comes_after_one_that_ended_goes_on_with_its_counts() -> None:
    with memory_for(2) as memory:
        SharedCounts(memory, number=2).add(0, 4)
        again = SharedCounts(memory, number=2)
        again.add(0, 1)
        assert again.sums(1) == [5]


def test_who_was_handed_nothing_counts_alone() -> None:
    second = SharedCounts(number=2)
    second.add(0, 1)
    assert second.sums(1) == [1]
    assert SharedCounts().sums(1) == [0]
