"""`.venv`: whole or absent, made once, and continued after any interruption."""

import json
import os
import shutil
import signal
import time
from copy import copy
from pathlib import Path

import pytest

from tests.local.small_tree import BOOTSTRAP, SmallTree

HALF = ".venv-new/lib/*/site-packages/pip"
"""What is there while an environment is made."""


@pytest.fixture
def tree(tmp_path: Path) -> SmallTree:
    return SmallTree(tmp_path / "a tree")


@pytest.fixture(scope="module")
def first_run(tmp_path_factory: pytest.TempPathFactory) -> tuple[SmallTree, str]:
    """A tree after `prepare("run")` where somebody else's `.venv` was, and what was said."""
    tree = SmallTree(tmp_path_factory.mktemp("prepared") / "a tree")
    tree.venv.mkdir()
    (tree.venv / "theirs").touch()
    status, said = tree.prepare("run")
    assert status == 0, said
    return tree, said


@pytest.fixture(scope="module")
def prepared_once(first_run: tuple[SmallTree, str]) -> tuple[SmallTree, Path]:
    """A tree that was prepared, and a copy of it: an environment is bound to its path."""
    tree, _ = first_run
    return tree, shutil.copytree(tree.path, tree.path.with_name("kept"), symlinks=True)


@pytest.fixture
def prepared(prepared_once: tuple[SmallTree, Path]) -> SmallTree:
    """The tree as it was after it was prepared."""
    tree, kept = prepared_once
    shutil.rmtree(tree.path)
    shutil.copytree(kept, tree.path, symlinks=True)
    return tree


def test_its_scripts_run_where_it_was_put_and_a_second_run_asks_nothing(
    prepared: SmallTree,
) -> None:
    tree = prepared
    assert tree.says("small") == "small"
    assert tree.says("python", "-m", "pip", "--version").startswith("pip ")
    assert tree.says("python", "-c", "import sys; print(sys.prefix)") == str(tree.venv)
    assert (tree.has("first"), tree.has("second")) == (True, False)
    for file in [tree.venv / "pyvenv.cfg", *(tree.venv / "bin").iterdir()]:
        assert b".venv-new" not in file.read_bytes()
    for wheel in [*tree.path.glob("*.whl"), *(tree.path / BOOTSTRAP).glob("*.whl")]:
        wheel.unlink()
    assert tree.prepare("run") == (0, "")


def test_what_the_tests_need_is_added_in_place_and_what_runs_keeps_its_files(
    prepared: SmallTree,
) -> None:
    tree = prepared
    before = tree.venv.stat().st_ino
    assert tree.prepare("dev")[0] == 0
    assert tree.has("second")
    assert tree.venv.stat().st_ino == before
    assert tree.prepare("run") == tree.prepare("dev") == (0, "")


def test_an_addition_that_was_interrupted_leaves_the_rest_usable_and_is_not_trusted(
    prepared: SmallTree,
) -> None:
    tree = prepared
    stamp = tree.venv / "plaint-stamp.json"
    stamp.write_text(json.dumps({**json.loads(stamp.read_text()), "dev": "unfinished"}))
    before = tree.venv.stat().st_ino
    assert tree.prepare("run") == (0, "")
    assert tree.prepare("dev")[0] == 0
    assert tree.venv.stat().st_ino != before
    assert tree.has("second")


def test_interrupted_on_its_way_it_is_absent_and_begun_again(tree: SmallTree) -> None:
    interruptions = {signal.SIGKILL: "", signal.SIGINT: "Interrupted: run the same command again"}
    for number, last_words in interruptions.items():
        for left in tree.path.glob(HALF):
            shutil.rmtree(left)
        running = tree.started("run")
        while not list(tree.path.glob(HALF)):
            assert running.poll() is None
            time.sleep(0.01)
        os.killpg(running.pid, number)
        assert last_words in running.communicate()[0]
        assert not tree.venv.exists()
    assert tree.prepare("run")[0] == 0
    assert tree.says("small") == "small"
    assert not (tree.path / ".venv-new").exists()


def test_a_changed_lock_makes_it_anew(prepared: SmallTree) -> None:
    prepared.pin("run", "third")
    assert prepared.prepare("run")[0] == 0
    assert (prepared.has("first"), prepared.has("third")) == (False, True)


def test_a_moved_tree_makes_it_anew(prepared_once: tuple[SmallTree, Path], tmp_path: Path) -> None:
    moved = shutil.copytree(prepared_once[1], tmp_path / "moved", symlinks=True)
    tree = copy(prepared_once[0])
    tree.path, tree.venv = moved, moved / ".venv"
    assert tree.prepare("run")[0] == 0
    assert tree.says("small") == "small"
    assert sorted(each.name for each in moved.glob(".venv*")) == [".venv", ".venv-before"]


def test_a_venv_of_somebody_else_is_kept_under_another_name(
    first_run: tuple[SmallTree, str], prepared: SmallTree
) -> None:
    said, tree = first_run[1], prepared
    assert "it is kept as .venv-before" in said
    assert (tree.path / ".venv-before" / "theirs").exists()


def test_what_cannot_be_installed_leaves_the_old_environment_and_says_what_to_do(
    prepared: SmallTree,
) -> None:
    tree = prepared
    tree.pin("run", "third")
    lock = tree.path / "requirements" / "run.lock"
    lock.write_text(lock.read_text().replace("sha256:", "sha256:00")[:-3] + "\n")
    status, said = tree.prepare("run")
    assert status == 1
    assert said.strip().endswith("Run the same command again.")
    assert tree.says("small") == "small"


def test_a_pip_that_is_not_the_one_we_keep_is_not_run(tree: SmallTree) -> None:
    (wheel,) = (tree.path / BOOTSTRAP).glob("pip-*.whl")
    shutil.copyfile(tree.path / "first-1.0-py3-none-any.whl", wheel)
    status, said = tree.prepare("run")
    assert status == 1
    assert "is not the file that pip.sha256 names" in said
    assert not tree.venv.exists()
