"""The codes of refusals are a promise to programs: each stays, whatever its class is called."""

import importlib
import pkgutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import domain
from domain.errors import Refusal

LIST = Path(__file__).parent / "refusals.txt"
"""Every code that was ever given, in their order; new ones are added by hand, none goes."""


def refusals(of: type[Refusal] = Refusal) -> Iterator[type[Refusal]]:
    for kind in of.__subclasses__():
        yield kind
        yield from refusals(kind)


def codes() -> Counter[str]:
    for module in pkgutil.walk_packages(domain.__path__, "domain."):
        importlib.import_module(module.name)
    return Counter(kind.CODE for kind in refusals() if kind.__module__.startswith("domain."))


def test_each_rule_has_a_code_of_its_own() -> None:
    assert [code for code, times in codes().items() if times > 1] == []


def test_every_code_ever_given_is_known_and_a_new_one_is_written_down() -> None:
    listed = LIST.read_text().split()
    assert listed == sorted(listed)
    assert set(codes()) <= set(listed)
