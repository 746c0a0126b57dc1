"""A row of the benchmarks: what is measured, beside which peer, and what is aimed at."""

from collections.abc import Callable
from dataclasses import dataclass
from statistics import median

from tests.bench.ground import Ground


@dataclass(frozen=True, slots=True)
class Sample:
    """What one run came to. remark: what else there is to tell of it."""

    value: float
    remark: str = ""


Measure = Callable[[Ground], float | Sample]


@dataclass(frozen=True, slots=True)
class Against:
    """A peer. ratio: ours by theirs that is aimed at; differs: in what a crash leaves of both."""

    name: str
    measure: Measure
    differs: str
    ratio: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of the table. how: what is done and counted; aim: the figure that is aimed at."""

    name: str
    unit: str
    how: str
    ours: Measure
    against: Against | None = None
    aim: float | None = None
    is_less_better: bool = False


@dataclass(frozen=True, slots=True)
class Measured:
    """A row with what each run came to, in the order of the runs."""

    row: Row
    ours: tuple[Sample, ...]
    theirs: tuple[Sample, ...] = ()

    @property
    def ratio(self) -> float | None:
        """Our median by theirs; None where there is no peer."""
        return middle(self.ours) / middle(self.theirs) if self.theirs else None

    @property
    def is_reached(self) -> bool | None:
        """Whether every aim of the row is reached; None where it has none."""
        ratio_aim = self.row.against.ratio if self.row.against else None
        pairs = ((middle(self.ours), self.row.aim), (self.ratio, ratio_aim))
        aims = [(value, aim) for value, aim in pairs if value is not None and aim is not None]
        if not aims:
            return None
        if self.row.is_less_better:
            return all(value <= aim for value, aim in aims)
        return all(value >= aim for value, aim in aims)


def middle(samples: tuple[Sample, ...]) -> float:
    """The median of the runs."""
    return median(one.value for one in samples)


def spread(samples: tuple[Sample, ...]) -> float:
    """How far the runs lie apart, as a share of their median."""
    values = [one.value for one in samples]
    return (max(values) - min(values)) / middle(samples)


def measured(row: Row, ground: Ground, repeats: int, on_run: Callable[[], None]) -> Measured:
    """Ours and the peer in turn, so that what passes over the machine meets both."""
    ours, theirs = [], []
    for _ in range(repeats):
        ours.append(sample(row.ours(ground)))
        on_run()
        if row.against is not None:
            theirs.append(sample(row.against.measure(ground)))
            on_run()
    return Measured(row, tuple(ours), tuple(theirs))


def sample(value: float | Sample) -> Sample:
    """What a measure gave, with a remark or without."""
    return value if isinstance(value, Sample) else Sample(value)
