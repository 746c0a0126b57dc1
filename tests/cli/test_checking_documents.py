"""``plaint check`` finds every document that is not as it was; ``plaint sweep`` tidies up."""

import asyncio
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from adapters import clock
from domain.registry import COMMANDS
from services import addresses, wiring
from services.commands.command_request import CommandRequest
from services.commands.erasing import NAME
from services.queries.queries import Questions
from tests.cli.conftest import Keyboard, _keyboard, _publish
from tests.cli.test_documents import PDF, attached
from tests.cli.test_handling import logged
from tests.clocks.stepping import set_clock
from tests.support.controls import PRIVACY_OFFICER
from tests.support.servers import FreshDatabases

pytestmark = pytest.mark.servers

WEEK = 7 * 86400


@dataclass(frozen=True)
class Office:
    """An installation with a complaint and a document, and where that document lies."""

    keyboard: Keyboard
    reference: str
    document: str
    path: Path

    def finding(self, *, differs: int) -> dict[str, Any]:
        """What ``check`` says of the documents."""
        words = ("check", "--no-topic", "--no-views", "--processes", "1", "--json")
        told = self.keyboard.types(*words, exit_code=int(differs > 0)).stdout
        (one,) = [each for each in json.loads(told)["findings"] if each["what"] == "documents"]
        assert one["differs"] == differs
        return dict(one)

    def remove(self) -> None:
        """Order the document away."""
        words = ("--document-id", self.document, "--ground", "malware")
        self.keyboard.types("remove-sealed-content", self.reference, *words)

    def erase(self, *, is_cut_off: bool = False) -> None:
        """End the complaint and have all of it erased. is_cut_off: after it was recorded."""
        withdrawn = ("--means", "letter", "--ground", "complainant_wish")
        self.keyboard.types("withdraw", self.reference, *withdrawn)
        basis = ("--legal-basis", "right_to_erasure", "--as", "privacy_officer")
        self.keyboard.types("request-erasure", self.reference, *basis)
        (wanted,) = self.keyboard.json("show", self.reference)["erasures"]
        request = str(wanted["request_id"])
        approving = ("--request-id", request, "--as", "approver")
        self.keyboard.types("approve-erasure", self.reference, *approving)
        if is_cut_off:
            asyncio.run(self._record_erasure(request))
        else:
            self.keyboard.types("erase", self.reference, "--request", request)

    async def _record_erasure(self, request: str) -> None:
        async with wiring.installation(self.keyboard.settings) as parts:
            asked = CommandRequest(
                name=NAME,
                command=COMMANDS[NAME].model.model_validate({"request_id": request}),
                actor=PRIVACY_OFFICER,
                stream_id=await Questions(parts).find(self.reference),
            )
            await parts.complaints.run(asked)


@pytest.fixture
def office(database: FreshDatabases, tmp_path: Path) -> Iterator[Office]:
    with _keyboard(database, policy="small_organisation") as keyboard:
        asyncio.run(_publish(keyboard.settings))
        file = tmp_path / "letter.pdf"
        file.write_bytes(PDF)
        reference = logged(keyboard)
        document = attached(keyboard, reference, file)
        (known,) = keyboard.json("show", reference)["documents"]
        sha256 = known["ciphertext_sha256"]
        path = addresses.documents_folder(keyboard.settings) / sha256[:2] / sha256[2:]
        yield Office(keyboard, reference, document, path)


def aged(path: Path) -> Path:
    """A stray as old as a week."""
    path.parent.mkdir(mode=0o700, exist_ok=True)
    path.write_bytes(b"nobody names me")
    old = path.stat().st_mtime - WEEK
    os.utime(path, (old, old))
    return path


def test_documents_that_are_whole_are_counted(office: Office) -> None:
    found = office.finding(differs=0)
    assert (found["checked"], found["counts"]) == (1, {"removed": 0, "erased": 0, "orphans": 0})


def test_a_document_that_is_gone_or_changed_is_named(office: Office) -> None:
    octets = office.path.read_bytes()
    office.path.write_bytes(octets[:-1] + bytes([octets[-1] ^ 1]))
    assert "was changed" in office.finding(differs=1)["first"]["said"]
    office.path.unlink()
    first = office.finding(differs=1)["first"]
    assert "is not in the store" in first["said"]
    assert office.document in first["said"]
    office.path.write_bytes(octets)
    office.finding(differs=0)


def test_a_removed_document_that_is_still_there_is_named_and_swept(office: Office) -> None:
    octets = office.path.read_bytes()
    office.remove()
    assert office.finding(differs=0)["counts"]["removed"] == 1
    # As an interruption between the order and the deed would have left it.
    office.path.write_bytes(octets)
    assert "plaint sweep" in office.finding(differs=1)["first"]["said"]
    assert office.keyboard.json("sweep") == {"orders": 1, "erasures": 0, "files": 0}
    assert not office.path.exists()
    office.finding(differs=0)


def test_orphans_are_no_difference_and_are_swept_when_they_are_old(office: Office) -> None:
    folder = office.path.parent.parent
    stray = aged(folder / "ab" / ("c" * 62))
    unfinished = aged(folder / "incoming" / "tmpx")
    young = folder / "ab" / ("d" * 62)
    young.write_bytes(b"just coming in")
    assert office.finding(differs=0)["counts"]["orphans"] == 3
    assert office.keyboard.json("sweep") == {"orders": 0, "erasures": 0, "files": 2}
    assert not stray.exists() and not unfinished.exists()
    assert young.exists() and office.path.exists()


def test_what_just_comes_in_is_never_swept_whatever_the_clock_of_the_files(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    young = office.path.parent.parent / "ab" / ("d" * 62)
    young.parent.mkdir(mode=0o700, exist_ok=True)
    young.write_bytes(b"just coming in")
    set_clock(monkeypatch, clock.now() + timedelta(days=5 * 365))
    assert office.keyboard.json("sweep") == {"orders": 0, "erasures": 0, "files": 0}
    assert young.exists()


def test_what_was_under_erased_keys_is_swept_and_is_no_difference(office: Office) -> None:
    office.erase()
    assert office.path.exists()
    assert office.finding(differs=0)["counts"]["erased"] == 1
    assert office.keyboard.json("sweep") == {"orders": 0, "erasures": 0, "files": 1}
    assert not office.path.exists()
    found = office.finding(differs=0)
    assert found["counts"] == {"removed": 0, "erased": 1, "orphans": 0}


def test_an_erasure_that_was_interrupted_is_swept(office: Office) -> None:
    office.erase(is_cut_off=True)
    told = office.keyboard.types("check", "--no-topic", "--no-views", exit_code=1).stdout
    assert "plaint sweep" in told
    assert office.keyboard.json("sweep") == {"orders": 0, "erasures": 1, "files": 1}
    office.finding(differs=0)
    assert office.keyboard.json("sweep") == {"orders": 0, "erasures": 0, "files": 0}
