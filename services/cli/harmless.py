"""Stored texts on their way to a terminal: nothing in them steers it, or passes for our own."""

import json
import re

from rich.text import Text

ACTIVE = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f"
    r"\ufeff\ufff9-\ufffb\ud800-\udfff\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    r"\U000e0000-\U000e007f]"
)
"""What steers a terminal, turns the direction of a line or has no width and no sign.

Joiners and variants that scripts need are not.
"""
UNSAFE = re.compile(rf"{ACTIVE.pattern}|\n")
MARK = "│ "
"""Before each line that a text goes on in, so that none passes for a line of ours."""


def harmless(text: str) -> str:
    """What people wrote, with escapes for all that could steer the terminal."""
    return ACTIVE.sub(lambda found: _escaped(found[0]), text.replace("\r\n", "\n"))


def harmless_json(text: str) -> str:
    """JSON that says the same, with its own escapes for all that could steer the terminal."""
    return ACTIVE.sub(lambda found: json.dumps(found[0])[1:-1], text)


def safe_line(line: str | Text) -> Text:
    """A line in which nothing steers, and the lines that it goes on in are marked."""
    text = line if isinstance(line, Text) else Text(harmless(line))
    safe, end = Text(style=text.style), 0
    for found in UNSAFE.finditer(text.plain):
        safe.append_text(text[end : found.start()])
        safe.append(f"\n{MARK}" if found[0] == "\n" else _escaped(found[0]))
        end = found.end()
    return safe.append_text(text[end:])


def _escaped(sign: str) -> str:
    if ord(sign) > 0xFFFF:
        return f"\\U{ord(sign):08x}"
    return f"\\x{ord(sign):02x}" if ord(sign) < 0x100 else f"\\u{ord(sign):04x}"
