"""Every page that is made from the code, or has parts that are, with what makes it."""

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from domain.complaint.aggregate import COMPLAINT
from domain.registry import AGGREGATES
from tests.cli import reference
from tests.docs import aggregates, events, figures, invariants, lifecycle, roles, settings
from tests.stories.all import page_of_all
from tests.stories.registry import PAGE as STORIES

Pages = Mapping[Path, Callable[[str], str]]


def pages() -> Pages:
    """Each page with what makes it of the text that it has; the complaint's are several."""
    return {
        **{
            each.PAGE: each.renewed
            for each in (lifecycle, invariants, events, settings, figures, roles, reference)
        },
        STORIES: lambda _page: page_of_all(),
        **{
            aggregates.path_of(each): partial(aggregates.renewed, each)
            for each in AGGREGATES.values()
            if each is not COMPLAINT
        },
    }


PAGES = pages()
