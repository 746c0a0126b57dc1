"""What a model says of itself, and of those of its fields that its docstring explains."""

import re

from pydantic import BaseModel


def told(model: type[BaseModel]) -> tuple[str, dict[str, str]]:
    """The docstring up to the first field that it explains; the meaning of each that it does."""
    said = " ".join((model.__doc__ or "").split())
    names = "|".join(map(re.escape, model.model_fields))
    if not names:
        return said, {}
    parts = re.split(rf"(?:^|(?<=[.;] ))((?:{names})(?:, (?:{names}))*): ", said)
    meanings: dict[str, str] = {}
    for several, meaning in zip(parts[1::2], parts[2::2], strict=True):
        meanings |= dict.fromkeys(several.split(", "), meaning.strip().rstrip(".;"))
    return parts[0].strip(), meanings
