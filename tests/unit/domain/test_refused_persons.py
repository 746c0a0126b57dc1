"""A refusal of the person, and not of the act, says so, for somebody else may do it."""

from collections.abc import Iterator

import domain.registry  # noqa: F401 - every refusal is defined once the commands are
from domain.errors import Refusal

ASKS = ("ask another", "ask somebody else", "ask somebody who did not", "have somebody else")


def refusals(kind: type[Refusal] = Refusal) -> Iterator[type[Refusal]]:
    for each in kind.__subclasses__():
        yield each
        yield from refusals(each)


def test_whoever_asks_for_somebody_else_says_that_somebody_else_may() -> None:
    """The keyboard then names how a second person does it here."""
    asking = {each for each in refusals() if any(word in each.instead for word in ASKS)}
    assert asking
    silent = {each.__name__ for each in asking if not each.is_for_another}
    assert silent == set()
