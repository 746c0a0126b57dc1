"""Every page that is made from the code, or has parts that are, with what makes it."""

from collections.abc import Callable, Mapping
from pathlib import Path

from tests.cli import reference
from tests.docs import events, figures, invariants, lifecycle, roles, settings
from tests.stories.all import page_of_all
from tests.stories.registry import PAGE as STORIES

PAGES: Mapping[Path, Callable[[str], str]] = {
    **{
        each.PAGE: each.renewed
        for each in (lifecycle, invariants, events, settings, figures, roles, reference)
    },
    STORIES: lambda _page: page_of_all(),
}
