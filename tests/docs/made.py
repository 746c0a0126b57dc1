"""Pages of which some parts are made from the code, between two marks that name the part."""

from collections.abc import Callable, Mapping

Made = Mapping[str, Callable[[], str]]


def with_parts(page: str, made: Made) -> str:
    """The page with every part as the code makes it now. Raises ValueError for a missing mark."""
    for name, make in made.items():
        begin, end = f"<!-- {name}: made -->\n", f"<!-- {name}: end -->"
        before, found, rest = page.partition(begin)
        _, closed, after = rest.partition(end)
        if not found or not closed:
            raise ValueError(f"the page has no {begin} … {end}")
        page = f"{before}{begin}{make()}\n{end}{after}"
    return page
