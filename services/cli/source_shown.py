"""Where a figure comes from, in one line below it."""

from services.queries.answers import Source


def source_line(source: Source) -> str:
    """The view, its version, and how far it had read."""
    far = f"up to position {source.complete_upto:,}"
    if behind := source.head - source.complete_upto:
        far += f", {behind:,} behind the record"
    return f"from {source.view} v{source.version}, {far}"
