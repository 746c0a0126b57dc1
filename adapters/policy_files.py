"""Policies as TOML files: the presets that are shipped, and an organisation's own."""

from collections.abc import Iterator
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from adapters.calendars import resolved
from adapters.toml_files import BadFile, fault_of, parsed
from domain.errors import ErrorCategory
from domain.policy import Policy
from domain.policy.contradictions import contradictions
from domain.policy.coverage import gaps, overlaps
from domain.values import Title

FOLDER = files("domain") / "policies"
SUFFIX = ".toml"
NAMES = frozenset({"title", "label", "name", "source"})
TITLE: TypeAdapter[str] = TypeAdapter(Title)


class BadPolicy(BadFile):
    """A file that is no policy, with every fault that it has."""


class NoSuchPreset(LookupError):
    """No policy of this id is shipped."""

    category = ErrorCategory.NOT_FOUND


def preset_ids() -> list[str]:
    """The ids of the shipped policies, sorted."""
    names = [entry.name for entry in FOLDER.iterdir()]
    return sorted(name.removesuffix(SUFFIX) for name in names if name.endswith(SUFFIX))


def presets(*, year: int | None = None) -> list[Policy]:
    """The shipped policies, sorted by their ids. year: as of which their calendars are known."""
    return [preset(policy_id, year=year) for policy_id in preset_ids()]


def preset(policy_id: str, *, year: int | None = None) -> Policy:
    """The shipped policy of this id. Raises NoSuchPreset."""
    if policy_id not in preset_ids():
        known = ", ".join(preset_ids())
        raise NoSuchPreset(f"no policy {policy_id!r} is shipped: use one of {known}")
    return _read(FOLDER / f"{policy_id}{SUFFIX}", year)


def read_policy(path: Path, *, year: int | None = None) -> Policy:
    """The policy in a file, its calendars resolved into plain days. Raises BadFile, OSError.

    year: as of which its calendars are known; this one, unless told.
    """
    return _read(path, year)


def _read(file: Traversable, year: int | None) -> Policy:
    said = parsed(file)
    names, faults = list(_unfit_names(said)), list[str]()
    plans = said.get("calendars")
    if isinstance(plans, list):
        said["calendars"] = [_calendar(plan, year, faults) for plan in plans]
    try:
        policy = Policy.model_validate(said)
        faults += [*overlaps(policy), *gaps(policy), *contradictions(policy)]
    except ValidationError as error:
        # What is wrong with a calendar was told better when it was resolved.
        errors = [
            one for one in error.errors() if not (faults and one["loc"][:1] == ("calendars",))
        ]
        faults = [fault_of(one["loc"], one["msg"]) for one in errors] + faults
    if faults or names:
        raise BadPolicy(f"{file.name} is no policy: {'; '.join(faults + names)}")
    if policy.policy_id != file.name.removesuffix(SUFFIX):
        raise BadPolicy(
            f"{file.name} holds the policy {policy.policy_id!r}: name the file {policy.policy_id}"
            f"{SUFFIX}"
        )
    return policy


def _unfit_names(said: Any, *place: int | str) -> Iterator[str]:
    """What something is called by in a file, where it is no title."""
    parts = said.items() if isinstance(said, dict) else enumerate(said)
    for name, part in parts:
        if isinstance(part, dict | list):
            yield from _unfit_names(part, *place, name)
        elif name in NAMES and isinstance(part, str):
            try:
                TITLE.validate_python(part)
            except ValidationError as error:
                yield fault_of((*place, name), error.errors()[0]["msg"])


def _calendar(plan: Any, year: int | None, faults: list[str]) -> Any:
    if not isinstance(plan, dict):
        return plan
    try:
        return resolved(plan, year=year).model_dump()
    except BadFile as error:
        faults.append(str(error))
        return None
