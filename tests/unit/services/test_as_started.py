"""What an installation was started with holds for every command on its data folder."""

from pathlib import Path

import pytest

from adapters.local.folder import DataFolder
from adapters.settings import BadSettings, read_settings
from services.addresses import as_started, for_command


def started_with(path: Path, **noted: object) -> None:
    DataFolder(path).write_run(noted)


def test_a_command_takes_the_topic_that_the_installation_was_started_with(tmp_path: Path) -> None:
    started_with(tmp_path, topic="ours.complaints", documents="/srv/documents")
    settings = as_started(read_settings({"PLAINT_DATA": str(tmp_path)}))
    assert (settings.topic, settings.documents) == ("ours.complaints", "/srv/documents")


def test_what_the_environment_says_goes_first(tmp_path: Path) -> None:
    started_with(tmp_path, topic="ours.complaints")
    said = {"PLAINT_DATA": str(tmp_path), "PLAINT_TOPIC": "theirs.complaints"}
    assert as_started(read_settings(said)).topic == "theirs.complaints"


def test_what_is_adopted_is_not_read_from_a_file(tmp_path: Path) -> None:
    started_with(tmp_path, policy="small_organisation", zone="Europe/London")
    settings = as_started(read_settings({"PLAINT_DATA": str(tmp_path)}))
    assert (settings.policy, settings.zone) == (None, None)


def test_a_folder_that_was_never_started_changes_nothing(tmp_path: Path) -> None:
    settings = read_settings({"PLAINT_DATA": str(tmp_path)})
    assert as_started(settings) == settings


def test_a_command_takes_the_documents_that_the_start_said(tmp_path: Path) -> None:
    """Malware that the house looks for is looked for at the keyboard too."""
    started_with(tmp_path, document_scan="clamdscan -", document_limit=9, document_types=None)
    settings = for_command(read_settings({"PLAINT_DATA": str(tmp_path)}))
    assert (settings.document_scan, settings.document_limit) == ("clamdscan -", 9)


@pytest.mark.parametrize(
    ("name", "value"),
    [("LIMIT", "99"), ("SCAN", "true"), ("TYPES", "application/zip")],
)
def test_no_setting_makes_a_command_take_other_documents(
    tmp_path: Path, name: str, value: str
) -> None:
    started_with(tmp_path, document_scan="clamdscan -", document_limit=9, document_types=None)
    said = {"PLAINT_DATA": str(tmp_path), f"PLAINT_DOCUMENT_{name}": value}
    with pytest.raises(BadSettings, match="unset it, or start Plaint with it"):
        for_command(read_settings(said))
    assert as_started(read_settings(said)) == read_settings(said)
