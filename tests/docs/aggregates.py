"""The page of an aggregate: its commands, and the events that its streams hold."""

from pathlib import Path

from domain.aggregate import AnyAggregate
from domain.clauses import heading
from domain.event import DomainEvent, classes_of
from tests.docs.fields_listed import hints, what
from tests.docs.made import with_parts
from tests.docs.meanings import told
from tests.docs.tables import table

DOCS = Path(__file__).parents[2] / "docs"


def path_of(of: AnyAggregate) -> Path:
    """Where its page is."""
    return DOCS / f"{of.collection}.md"


def renewed(of: AnyAggregate, page: str) -> str:
    """The page with every part that is made from the code as it is now."""
    return with_parts(page, {"commands": lambda: commands(of), "events": lambda: events(of)})


def commands(of: AnyAggregate) -> str:
    """A row for each command: what it does, by which clause, and who may give it."""
    rows = [
        (f"`{kind.name}`", kind.summary, heading(kind.clause), ", ".join(sorted(kind.roles)))
        for kind in of.deciders
    ]
    return table("command", "what it does", "clause", "for", rows=rows)


def events(of: AnyAggregate) -> str:
    """Each type with its fields and their classes of data."""
    return "\n\n".join(_event(kind) for kind in of.events)


def _event(kind: type[DomainEvent]) -> str:
    first, meanings = told(kind)
    classes = classes_of(kind)
    rows = [
        (f"`{name}`", str(classes[name]), what(hint), meanings.get(name, ""))
        for name, hint in hints(kind).items()
        if name not in DomainEvent.model_fields
    ]
    return f"### {kind.TYPE}\n\n{first}\n\n{table('field', 'class', 'what', '', rows=rows)}"
