"""Every event type ever stored stays readable: by us, and by a stranger's reader."""

import ast
import base64
import hashlib
import json
import subprocess
import sys
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from adapters import event_json, octets
from adapters.canonical import NotCanonical
from domain.complaint.events import ComplaintReceived
from domain.event import DomainEvent
from domain.event_types import TYPES
from tests.golden.reader import first_prev, read
from tests.support.golden import (
    FOLDER,
    example,
    fields_known,
    fields_shown,
    path_of,
    variants_of,
)

STORED = sorted(FOLDER.glob("*.json"))


def stored(path: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(path.read_text())
    return loaded


def test_every_type_has_its_stored_example() -> None:
    assert {path_of(kind) for kind in TYPES.values()} <= set(STORED)


@pytest.mark.parametrize("path", STORED, ids=lambda path: path.stem)
def test_a_reader_written_from_the_page_alone_opens_it(path: Path) -> None:
    holds = {name: value for one in stored(path)["sealed"] for name, value in one["holds"].items()}
    event = read(stored(path))
    assert holds.items() <= event["data"].items()
    # Nobody's third event is its stream's first.
    assert event["version"] == 3
    assert event["prev"] != first_prev(event["stream_kind"], event["stream_id"])


def test_the_reader_needs_the_standard_library_and_cryptography_alone() -> None:
    tree = ast.parse((FOLDER.parent / "reader.py").read_text())
    modules = {
        name.name for node in ast.walk(tree) if isinstance(node, ast.Import) for name in node.names
    }
    modules |= {str(node.module) for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    packages = {module.split(".")[0] for module in modules}
    assert packages - sys.stdlib_module_names == {"cryptography"}


def test_the_seed_that_the_reader_knows_is_ours() -> None:
    stream_id = UUID(int=7)
    assert first_prev("complaint", str(stream_id)) == octets.seed("complaint", stream_id).hex()


@pytest.mark.parametrize("path", STORED, ids=lambda path: path.stem)
def test_a_changed_octet_does_not_pass_the_reader(path: Path) -> None:
    changed = stored(path)
    changed["public"] = changed["public"].replace('"version":3', '"version":4')
    with pytest.raises(AssertionError):
        read(changed)


@pytest.mark.parametrize("path", STORED, ids=lambda path: path.stem)
def test_we_read_it_and_write_the_same_octets(path: Path) -> None:
    public = stored(path)["public"].encode()
    recorded = event_json.recorded(public)
    assert event_json.public(recorded) == public
    assert octets.leaf(public).hex() == stored(path)["leaf"]


@pytest.mark.parametrize("kind", TYPES.values(), ids=lambda kind: str(kind.TYPE))
def test_what_the_example_holds_the_type_still_knows(kind: type[DomainEvent]) -> None:
    known = example(kind).model_dump(mode="json", exclude_none=True)
    for path in variants_of(kind):
        assert _is_part(read(stored(path))["data"], known)


def _is_part(old: Any, new: Any) -> bool:
    """Whether what was stored is still known, to which optional fields may have been added."""
    if isinstance(old, dict):
        return all(name in new and _is_part(value, new[name]) for name, value in old.items())
    if isinstance(old, list):
        return len(old) == len(new) and all(map(_is_part, old, new))
    return bool(old == new)


@pytest.mark.parametrize("kind", TYPES.values(), ids=lambda kind: str(kind.TYPE))
def test_every_field_stands_in_a_stored_example(kind: type[DomainEvent]) -> None:
    assert fields_known(kind) <= set[str]().union(*map(fields_shown, variants_of(kind)))


def test_sealed_blobs_are_named_by_their_digest() -> None:
    for path in STORED:
        public = event_json.recorded(stored(path)["public"].encode())
        blobs = [base64.b64decode(one["blob"]) for one in stored(path)["sealed"]]
        assert [digest for _, digest in public.sealed] == [
            hashlib.sha256(blob).hexdigest() for blob in blobs
        ]
        assert public.changed(sealed=()).sealed == ()


def test_what_a_public_field_may_not_hold_is_refused_by_its_place() -> None:
    recorded = event_json.recorded(stored(path_of(ComplaintReceived))["public"].encode())
    other = recorded.event.model_copy(update={"reference": "\x00"})
    with pytest.raises(NotCanonical, match=r"\$\.data\.reference"):
        event_json.public(recorded.changed(event=other))


def git(*arguments: str) -> str:
    done = subprocess.run(["git", *arguments], capture_output=True, text=True, cwd=FOLDER)
    assert done.returncode == 0, f"the history of golden files cannot be read: {done.stderr}"
    return done.stdout


def test_no_stored_example_was_ever_changed_or_removed() -> None:
    """What a commit once added stands, octet for octet: history is not ours to edit."""
    added = git("log", "--diff-filter=A", "--format=commit %H", "--name-only", "--", ".")
    commit, seen = "", set()
    for line in filter(None, added.splitlines()):
        if line.startswith("commit "):
            commit = line.removeprefix("commit ")
        else:
            name = Path(line).name
            seen.add(name)
            assert (FOLDER / name).read_text() == git("show", f"{commit}:{line}"), name
    assert seen >= {path.name for path in STORED}, "a stored example is not committed yet"
