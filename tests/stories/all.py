"""All stories, in the order in which they are read."""

from tests.docs.citations import linked
from tests.stories import answers, outside, parties, records, times, together  # noqa: F401
from tests.stories.registry import STORIES

__all__ = ["STORIES", "page_of_all"]

INTRODUCTION = """\
# Stories

What can happen to a complaint, each story told as its audit trail tells it. Every line under a
command is one event of the record; ✗ is a command that the rules refused, with the rule. `make
docs` writes this page anew; a test holds the two to each other.
"""


def page_of_all() -> str:
    """The page of all stories."""
    listed = "\n".join(f"- {one.title}" for one in STORIES)
    told = (f"{one.text()}\n" for one in STORIES)
    return linked("\n".join([INTRODUCTION, listed, "", *told]))
