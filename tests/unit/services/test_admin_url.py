"""The administrator's address holds a password: it can be kept off the command line."""

from pathlib import Path

import pytest

from adapters.settings import Settings, environment_for, read_settings
from services.cli.admin_url import admin_address

ADDRESS = "postgresql://postgres:s3cret@127.0.0.1/postgres"


@pytest.mark.parametrize("way", ["typed", "file", "environment"])
def test_the_address_is_typed_in_a_file_or_in_the_environment(way: str, tmp_path: Path) -> None:
    file = tmp_path / "admin"
    file.write_text(f"{ADDRESS}\n")
    settings = read_settings({"PLAINT_ADMIN_URL": ADDRESS} if way == "environment" else {})
    typed = {"typed": ADDRESS, "file": f"@{file}"}.get(way)
    assert admin_address(typed, settings) == ADDRESS


def test_no_process_that_is_started_gets_it() -> None:
    """And no message shows it."""
    settings = Settings(admin_url=ADDRESS)
    assert ADDRESS not in environment_for(settings).values()
    assert "s3cret" not in repr(settings)
