"""Policies as TOML files: the presets that are shipped, and an organisation's own."""

import tomllib
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from pydantic import ValidationError

from domain.policy import Policy

FOLDER = files("domain") / "policies"
SUFFIX = ".toml"


class BadPolicy(ValueError):
    """A file that is no policy, with every fault that it has."""


class NoSuchPreset(LookupError):
    """No policy of this id is shipped."""


def preset_ids() -> list[str]:
    """The ids of the shipped policies, sorted."""
    names = [entry.name for entry in FOLDER.iterdir()]
    return sorted(name.removesuffix(SUFFIX) for name in names if name.endswith(SUFFIX))


def presets() -> list[Policy]:
    """The shipped policies, sorted by their ids."""
    return [preset(policy_id) for policy_id in preset_ids()]


def preset(policy_id: str) -> Policy:
    """The shipped policy of this id. Raises NoSuchPreset."""
    if policy_id not in preset_ids():
        known = ", ".join(preset_ids())
        raise NoSuchPreset(f"no policy {policy_id!r} is shipped: use one of {known}")
    return _read(FOLDER / f"{policy_id}{SUFFIX}")


def read_policy(path: Path) -> Policy:
    """The policy in a file. Raises BadPolicy, OSError."""
    return _read(path)


def _read(file: Traversable) -> Policy:
    try:
        policy = Policy.model_validate(tomllib.loads(file.read_text(encoding="utf-8")))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise BadPolicy(f"{file.name} is not TOML in UTF-8 ({error}): correct it") from error
    except ValidationError as error:
        faults = "; ".join(_fault(one["loc"], one["msg"]) for one in error.errors())
        raise BadPolicy(f"{file.name} is no policy: {faults}") from error
    if policy.policy_id != file.name.removesuffix(SUFFIX):
        raise BadPolicy(
            f"{file.name} holds the policy {policy.policy_id!r}: name the file {policy.policy_id}"
            f"{SUFFIX}"
        )
    return policy


def _fault(place: tuple[int | str, ...], message: str) -> str:
    where = ".".join(map(str, place))
    return f"{where}: {message}" if where else message
