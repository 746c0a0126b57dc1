"""What is never so, whatever was done by whomever: the invariants as predicates over histories."""

from collections.abc import Callable, Iterator

from tests.support.invariants.acting import ACTING
from tests.support.invariants.answers import ANSWERS
from tests.support.invariants.due import DUE
from tests.support.invariants.endings import ENDINGS
from tests.support.invariants.lives import LIVES
from tests.support.invariants.remedies import REMEDIES
from tests.support.invariants.several import AMONG_ALL, SEVERAL
from tests.support.invariants.times import TIMES_OF_COMMANDS, TIMES_OF_OFFICES
from tests.support.invariants.two_people import TWO_PEOPLE
from tests.support.office import Office, Told

__all__ = ["OF_COMMANDS", "OF_OFFICES", "broken"]

OF_COMMANDS: tuple[Callable[[Told], Iterator[str]], ...] = (
    *ACTING,
    *TWO_PEOPLE,
    *ANSWERS,
    *REMEDIES,
    *DUE,
    *ENDINGS,
    *SEVERAL,
    *TIMES_OF_COMMANDS,
)
"""Each looks at one accepted command and tells what is wrong with it."""
OF_OFFICES: tuple[Callable[[Office], Iterator[str]], ...] = (
    *LIVES,
    *AMONG_ALL,
    *TIMES_OF_OFFICES,
)
"""Each looks at whole histories and tells what is wrong with them."""


def broken(office: Office) -> Iterator[str]:
    """Each invariant that a command or a history breaks, by its name, and how."""
    for told in office.told:
        for invariant in OF_COMMANDS:
            for fault in invariant(told):
                yield f"{invariant.__name__}: {told.kind.name}: {fault}"
    for whole in OF_OFFICES:
        yield from (f"{whole.__name__}: {fault}" for fault in whole(office))
