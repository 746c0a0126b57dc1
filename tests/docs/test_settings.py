"""docs/settings.md tells every setting."""

import pytest

from adapters.settings import PREFIX, Settings
from tests.docs.settings import PAGE


@pytest.mark.parametrize("name", Settings.model_fields)
def test_every_setting_says_what_it_is(name: str) -> None:
    said = Settings.model_fields[name].description
    assert said and said.endswith(".")
    row = f"| `{PREFIX}{name.upper()}` | {' '.join(said.split())} |"
    assert row in PAGE.read_text(encoding="utf-8")
