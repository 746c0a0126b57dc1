"""Advice in the keyboard's own words: what the rules call a field or a command, as it is typed."""

import re
from collections.abc import Mapping
from functools import cache

from domain.registry import COMMANDS
from services.cli.options import entries

NAME = re.compile(r"\b[a-z]+(?:_[a-z]+)+\b(?!: [^ ]+[,)])")
"""A name as stored, but where its value follows in brackets."""
OF_HTTP: Mapping[str, str] = {
    "send its new ETag as If-Match": "name its new version with --if-version",
    "the same Idempotency-Key": "the same --key TEXT",
    "Idempotency-Key": "--key TEXT",
    "Plaint-Title": "--title",
    "Content-Type": "--media-type",
    "send Authorization: Bearer and a key": "give, before the command, --key @FILE with a key",
    "; /openapi.json lists the parameters": "",
    "see /openapi.json": "see --help of the command",
    ": see the schema in /openapi.json": "",
}
"""What the API calls things, and what they are here; the longer before what it holds."""


def at_keyboard(advice: str) -> str:
    """Advice of the rules, or of the API, in which options and commands are as they are typed."""
    for there, here in OF_HTTP.items():
        advice = advice.replace(there, here)
    return NAME.sub(lambda found: _typed().get(found[0], found[0]), advice)


@cache
def _typed() -> Mapping[str, str]:
    """What is typed for the name of each field and each command."""
    options = {one.field: one.option for kind in COMMANDS.values() for one in entries(kind.model)}
    return options | {name: name.replace("_", "-") for name in COMMANDS}
