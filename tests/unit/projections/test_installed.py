"""A projection in a package of its own is found by its entry point, as those here are by a file."""

import importlib
import sys
from pathlib import Path

import pytest

from projections import discover

CHANNELS = """
from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from plaint.projection import Tallies


@dataclass(frozen=True, slots=True)
class Received:
    complaint_id: Annotated[UUID, "The complaint."]


@dataclass(frozen=True, slots=True)
class Cell:
    channel_code: Annotated[str, "How the complaints came."]


PROJECTION = Tallies(
    name="{name}",
    version=1,
    question="How many complaints came by each channel.",
    row=Received,
    fold=lambda row, recorded: row,
    cell=Cell,
    contributions=lambda row: {{}},
)
"""


def installed(folder: Path, monkeypatch: pytest.MonkeyPatch, **points: str) -> None:
    """A package as pip leaves it: each entry point with the name that its projection bears."""
    facts = folder / "our_figures-1.0.dist-info"
    facts.mkdir()
    (facts / "METADATA").write_text("Metadata-Version: 2.1\nName: our-figures\nVersion: 1.0\n")
    lines = [f"{point} = ours_{point}:PROJECTION" for point in points]
    (facts / "entry_points.txt").write_text("[plaint.projections]\n" + "\n".join(lines) + "\n")
    for point, name in points.items():
        (folder / f"ours_{point}.py").write_text(CHANNELS.format(name=name))
        monkeypatch.delitem(sys.modules, f"ours_{point}", raising=False)
    monkeypatch.syspath_prepend(str(folder))
    importlib.invalidate_caches()


def test_it_stands_beside_those_of_plaint(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = [each.name for each in discover()]
    installed(tmp_path, monkeypatch, channels="channels")
    assert [each.name for each in discover()] == sorted([*before, "channels"])


def test_its_name_is_that_of_its_entry_point(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    installed(tmp_path, monkeypatch, channels="chanels")
    with pytest.raises(TypeError, match="entry point channels = ours_channels:PROJECTION"):
        discover()


def test_none_takes_the_name_of_another(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    installed(tmp_path, monkeypatch, case_queue="case_queue")
    with pytest.raises(TypeError, match="two projections are called case_queue"):
        discover()
