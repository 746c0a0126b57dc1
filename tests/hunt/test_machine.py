"""Whatever is stored, lost, repeated and killed in whatever order, each event counts once."""

from tests.hunt.machine import FEW, Machine, histories


def test_no_history_makes_the_machine_differ_from_the_model() -> None:
    histories(300)


def test_a_reader_beyond_the_end_of_a_topic_that_was_cut_misses_nothing() -> None:
    machine = Machine()
    one, slice_ = FEW[0], 2
    machine.somebody_writes(of=one, looks=True, events=2, claims=set())
    machine.the_broker_goes_away_with_a_batch()
    machine.the_relay_works()
    machine.the_relay_works()
    machine.the_worker_reads(slice_=slice_, at_most=100)
    assert machine.topic.positions(slice_) == [1, 2, 1, 2]

    machine.the_power_fails_and_the_topic_loses_an_end(slice_=slice_, lost=2)
    machine.somebody_writes(of=one, looks=True, events=3, claims=set())
    machine.the_relay_works()
    machine.the_relay_works()
    machine.the_worker_reads(slice_=slice_, at_most=100)

    assert machine.topic.positions(slice_) == [1, 2, 3, 4, 5]
    machine.teardown()
