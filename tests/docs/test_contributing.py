"""CONTRIBUTING.md: who walks as it says arrives, and who forgets a step is told by a test."""

import re
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from adapters.clock import now
from adapters.imported import RejectedRow
from services.commands.importing import Importer, Tally
from tests.docs.lifecycle import PAGE as LIFECYCLE
from tests.docs.walk_command import EXAMPLE, OWN_TEST, STEPS
from tests.docs.walks import PAGE, Step, Tree, example, section, without
from tests.support.keys import SameKey
from tests.support.record_in_memory import RecordInMemory

MADE = (EXAMPLE, "docs/lifecycle.md")
"""What `make docs` writes."""
HELD = [step for step in STEPS if step.caught_by]
(POLICY,) = re.findall(r"```toml\n(.*?)```", LIFECYCLE.read_text("utf-8"), flags=re.DOTALL)
OUR_POLICY = Step("domain/policies/our_policy.toml", POLICY)
POLICIES = "tests/unit/domain/policy/test_policy.py::"
NAMED = f"{POLICIES}test_a_shipped_policy_is_named_where_a_newcomer_looks"
VIEW = Step("projections/channels.py", example("Add a view"))
HOUSE = "tests/house/test_projections.py::"
RULES = (
    HOUSE + "test_every_module_is_a_projection_and_no_other_is_found",
    HOUSE + "test_a_projection_knows_no_clock_no_file_and_no_driver[projections/channels.py]",
    "tests/unit/projections/test_channels.py::test_it_is_found_and_counts",
)
VIEW_TEST = Step(
    "tests/unit/projections/test_channels.py",
    """
from projections import discover
from tests.contract.test_views import applied
from tests.support.histories import Telling, received
from tests.support.views_in_memory import ViewsInMemory

def test_it_is_found_and_counts() -> None:
    (view,) = [one for one in discover() if one.name == "channels"]
    telling, views = Telling(), ViewsInMemory()
    telling.tell(received(channel_code="letter"), "RECEIVED")
    applied(views, view, telling.arrived)
    ((cell, amount),) = views.rows(view)
    assert (cell.channel_code, amount) == ("letter", 1)
""",
)


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tree]:
    yield Tree(tmp_path_factory.mktemp("tree"))


def test_the_page_names_the_file_and_the_test_of_each_step_of_a_command() -> None:
    told = section("Add a command")
    by_hand = [step.file for step in STEPS if step.file not in MADE]
    assert [file for file in by_hand if f"`{file}`" not in told] == []
    named = re.findall(r"`(tests/[\w/]+\.py::\w+)`", told)
    assert named == [step.caught_by for step in HELD if "::" in step.caught_by]


def test_a_command_that_is_added_step_by_step_passes(tree: Tree) -> None:
    taken = [step for step in STEPS if step.file != EXAMPLE]
    tests = [step.caught_by for step in HELD]
    with tree.after(taken):
        assert (
            tree.run(
                "tests/support/golden.py::main",
                *tests,
                f"{OWN_TEST}::test_a_compliment_is_recorded",
            )
            == ""
        )
    (tree.folder / EXAMPLE).unlink()


@pytest.mark.parametrize("step", HELD, ids=lambda step: Path(step.file).stem)
def test_a_step_that_is_forgotten_is_caught(tree: Tree, step: Step) -> None:
    with tree.after(without(step, STEPS)):
        told = tree.run(step.caught_by)
    assert ("AssertionError" if "::" in step.caught_by else "ImportError") in told


def test_the_view_on_the_page_is_found_and_counts(tree: Tree) -> None:
    with tree.after([VIEW, VIEW_TEST]):
        assert tree.run(*RULES) == ""


@pytest.mark.parametrize(
    ("right", "wrong", "told"),
    [
        ("PROJECTION =", "CHANNELS =", "must define PROJECTION"),
        ('name="channels"', 'name="ways"', "must define PROJECTION"),
        ('Annotated[str, "How it came."]', "str", "needs one sentence"),
        ("from uuid import UUID", "from uuid import UUID\nimport time", "AssertionError"),
    ],
)
def test_a_view_that_breaks_a_rule_is_told(tree: Tree, right: str, wrong: str, told: str) -> None:
    assert right in VIEW.put
    with tree.after([Step(VIEW.file, VIEW.put.replace(right, wrong)), VIEW_TEST]):
        assert told in tree.run(*RULES)


def test_a_policy_that_is_put_there_is_shipped_and_asks_to_be_named(tree: Tree) -> None:
    tests = [
        f"{POLICIES}test_a_policy_is_the_same_after_it_was_stored",
        "tests/unit/domain/policy/test_presets.py::"
        "test_every_shipped_policy_takes_a_complaint_through[our_policy]",
    ]
    assert f"`{NAMED}`" in section("Add a policy")
    with tree.after([OUR_POLICY]):
        assert "AssertionError" in tree.run(f"{NAMED}[our_policy]")
    with tree.after([OUR_POLICY, Step("README.md", "`our_policy`")]):
        assert tree.run(*tests, f"{NAMED}[our_policy]") == ""
    with tree.after([Step("domain/policies/theirs.toml", POLICY)]):
        assert "name the file our_policy.toml" in tree.run(tests[0])


@pytest.mark.anyio
async def test_the_importer_on_the_page_adds_each_row_once() -> None:
    module = ModuleType("acme")
    exec(example("Add an importer"), vars(module))
    record, rejected = RecordInMemory(now=now), list[RejectedRow]()
    importer = Importer(record, keys=SameKey(), secret=b"s" * 32)

    async def imported(*lines: str) -> Tally:
        return await importer.run(module.read(lines, secret=b"s" * 32), on_rejected=rejected.append)

    lines = ("1,2026-03-02,web,Late.", "2,2026-03-03,letter,Rude.", "3,soon,web,Bad.", "4")
    assert await imported(*lines) == Tally(added=2, rejected=2)
    assert [row.line for row in rejected] == [3, 4]
    assert await imported(*lines[:2]) == Tally(already=2)
    assert await imported("1,2026-03-02,web,Later.") == Tally(changed=1)
    assert await record.head() == 4


def test_each_walk_of_the_page_is_walked_here() -> None:
    walks = re.findall(r"^## (Add .*)$", PAGE, flags=re.MULTILINE)
    assert walks == ["Add a command", "Add a view", "Add a policy", "Add an importer"]
