"""A plan of complaints: from a seed, how many, and up to which day; nothing else goes in."""

from collections.abc import Iterator
from datetime import date
from heapq import heappop, heappush
from itertools import count, islice
from random import Random

from services.generating.arriving import arrivals
from services.generating.courses import course
from services.generating.steps import Step

YEARS = 3


def begin_of(until: date) -> date:
    """The first day of a plan that ends before this one."""
    return until.replace(year=until.year - YEARS, day=min(until.day, 28))


def plan(seed: int, complaints: int, *, until: date) -> Iterator[Step]:
    """What is done to so many complaints in the three years before a day, in the order of time.

    The draws for a complaint are its own, so that a change to one leaves the others as they are.
    """
    waiting: list[tuple[float, int, Step]] = []
    order = count()
    moments = arrivals(Random(f"{seed} arrivals"), begin_of(until), until)
    for number, at in enumerate(sorted(islice(moments, complaints))):
        while waiting and waiting[0][0] < at.timestamp():
            yield heappop(waiting)[-1]
        for step in course(Random(f"{seed} {number}"), number, at):
            if step.at.date() < until:
                heappush(waiting, (step.at.timestamp(), next(order), step))
    while waiting:
        yield heappop(waiting)[-1]
