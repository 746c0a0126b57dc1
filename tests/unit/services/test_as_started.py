"""What an installation was started with holds for every command on its data folder."""

from pathlib import Path

from adapters.local.folder import DataFolder
from adapters.settings import read_settings
from services.wiring import as_started


def started_with(path: Path, **noted: object) -> None:
    DataFolder(path).write_run(noted)


def test_a_command_takes_the_policy_that_the_installation_was_started_with(tmp_path: Path) -> None:
    started_with(tmp_path, policy="small_organisation", zone="Europe/London")
    settings = as_started(read_settings({"PLAINT_DATA": str(tmp_path)}))
    assert (settings.policy, settings.zone) == ("small_organisation", "Europe/London")


def test_what_the_environment_says_goes_first(tmp_path: Path) -> None:
    started_with(tmp_path, policy="small_organisation")
    said = {"PLAINT_DATA": str(tmp_path), "PLAINT_POLICY": "iso10002_default"}
    assert as_started(read_settings(said)).policy == "iso10002_default"


def test_a_folder_that_was_never_started_changes_nothing(tmp_path: Path) -> None:
    settings = read_settings({"PLAINT_DATA": str(tmp_path)})
    assert as_started(settings) == settings
