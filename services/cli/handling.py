"""Every command of the domain at the keyboard, generated from its registry."""

import inspect
from collections.abc import Callable, Mapping
from typing import Annotated, Any

import typer

from domain.clauses import heading
from domain.complaint.objectivity.excluding import ExcludeStaff
from domain.decider import AnyDecider
from domain.next_steps import by_clause
from services.cli import sent
from services.cli.carrying import Typed, carry_out, send_by_key, show
from services.cli.context import Here, here
from services.cli.duplicates_shown import suggest
from services.cli.options import SHARED, entries, forms
from services.cli.roles import KeyboardRole, roles_of
from services.cli.shared_options import AsJson, Reference

# What is said beside a command's fields has names that no field has.
BESIDE = "beside_"
TARGET: Mapping[str, tuple[Any, Any]] = {
    "reference": (Reference, inspect.Parameter.empty),
    "version": (
        Annotated[
            int | None,
            typer.Option(
                "--if-version",
                metavar="N",
                min=1,
                help="Only if it is at N still.",
                rich_help_panel=SHARED,
            ),
        ],
        None,
    ),
}
OPTIONS: Mapping[str, tuple[Any, Any]] = {
    "role": (
        Annotated[
            KeyboardRole,
            typer.Option(
                "--as",
                metavar="ROLE",
                help="The role that you act in, one of those that it is for.",
                rich_help_panel=SHARED,
            ),
        ],
        "handler",
    ),
    "key": (
        Annotated[
            str | None,
            typer.Option(
                "--key",
                metavar="TEXT",
                help="Repeated with it, it is done once.",
                rich_help_panel=SHARED,
            ),
        ],
        None,
    ),
    "body": (
        Annotated[
            str | None,
            typer.Option(
                "--json-body",
                metavar="FILE",
                help="Fields as JSON; - reads stdin.",
                rich_help_panel=SHARED,
            ),
        ],
        None,
    ),
    "as_json": (AsJson, False),
}
ASKS_FIRST: Mapping[str, tuple[Any, Any]] = {
    "is_sure": (
        Annotated[bool, typer.Option("--yes", help="Do not ask before you shut yourself out.")],
        False,
    )
}
CONTROLLED = frozenset({"4.7", "4.9", "4.10", "4.12"})
"""Who is kept out, what is corrected, disclosed, erased or approved: the keyboard's log says it."""
SHORT_FORMS = (
    "ID: its first four characters or more; of an issue its number.\n"
    "TEXT: as it stands, or @FILE, or @- for standard input."
)


def add_commands(app: typer.Typer) -> None:
    """Give the application a sub-command for each command that staff may give."""
    for kind in shown():
        app.command(name_of(kind), help=help_of(kind), rich_help_panel=panel_of(kind))(
            here(_command(kind), for_keys=True, is_noted=kind.clause in CONTROLLED)
        )


def shown() -> list[AnyDecider]:
    """The commands that a person at a keyboard may give, by clause."""
    return [kind for kind in by_clause() if roles_of(kind) and kind.own_address is None]


def name_of(kind: AnyDecider) -> str:
    """The sub-command's name."""
    return kind.name.replace("_", "-")


def panel_of(kind: AnyDecider) -> str:
    """Under which heading the help lists it."""
    return f"Handling, ISO 10002:2018, {heading(kind.clause)}"


def help_of(kind: AnyDecider) -> str:
    """The help's first sentence, and who may."""
    roles = " or ".join(roles_of(kind))
    notes = "\n".join(filter(None, (forms(entries(kind.model)), SHORT_FORMS)))
    return f"{kind.summary.rstrip('.')}.\n\nFor: {roles}.\n\n{notes}"


def _command(kind: AnyDecider) -> Callable[..., None]:
    fields = entries(kind.model)

    def command(here: Here, **arguments: Any) -> None:
        typed = {
            one.field: arguments[one.field] for one in fields if arguments[one.field] is not None
        }
        beside: dict[str, Any] = {
            name: arguments.get(f"{BESIDE}{name}") for name in (*TARGET, *OPTIONS)
        }
        beside["is_sure"] = bool(arguments.get(f"{BESIDE}is_sure"))
        as_json = bool(beside.pop("as_json"))
        typed_command = Typed(kind=kind, fields=typed, **beside)
        if here.api is not None:
            sent.show(send_by_key(here.api, typed_command, zone=here.zone), as_json=as_json)
            return
        result = carry_out(here, typed_command)
        show(result, as_json=as_json)
        if kind.begins and not as_json:
            suggest(here, result)

    parameters = [
        inspect.Parameter("here", inspect.Parameter.POSITIONAL_OR_KEYWORD, annotation=Here),
        *([] if kind.begins else _parameters(TARGET)),
        *(entry.parameter for entry in fields),
        *_parameters({**OPTIONS, "role": (OPTIONS["role"][0], roles_of(kind)[0])}),
        *(_parameters(ASKS_FIRST) if kind.model is ExcludeStaff else ()),
    ]
    command.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    return command


def _parameters(options: Mapping[str, tuple[Any, Any]]) -> list[inspect.Parameter]:
    keyword = inspect.Parameter.KEYWORD_ONLY
    return [
        inspect.Parameter(f"{BESIDE}{name}", keyword, annotation=hint, default=default)
        for name, (hint, default) in options.items()
    ]
