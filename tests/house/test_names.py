"""Our four folders are our four packages, and nobody else's."""

from importlib.metadata import distributions
from importlib.util import find_spec
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
PACKAGES = ("domain", "projections", "adapters", "services")
AVOIDED = {"manager", "helper", "helpers", "util", "utils", "common", "base", "misc"}


@pytest.mark.parametrize("name", PACKAGES)
def test_a_package_is_the_one_in_this_tree(name: str) -> None:
    spec = find_spec(name)
    assert spec is not None and spec.origin is not None
    assert Path(spec.origin).is_relative_to(ROOT)


def test_no_installed_distribution_brings_one_of_our_names() -> None:
    ours = {"plaint"}
    rivals = {
        (distribution.name, path.parts[0])
        for distribution in distributions()
        if distribution.name not in ours
        for path in distribution.files or ()
        if path.parts[0] in PACKAGES
    }
    assert rivals == set()


def test_no_module_has_a_name_that_says_nothing() -> None:
    names = {path.stem for folder in PACKAGES for path in (ROOT / folder).rglob("*.py")}
    assert names & AVOIDED == set()
