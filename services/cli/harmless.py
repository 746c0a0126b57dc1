"""Stored texts on their way to a terminal: nothing in them steers it, or passes for our own."""

import re

from rich.text import Text

ACTIVE = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u206f\ufff9-\ufffb"
    r"\ud800-\udfff]"
)
"""What steers a terminal or turns the direction of a line; joiners that scripts need are not."""
UNSAFE = re.compile(rf"{ACTIVE.pattern}|\n")
MARK = "│ "
"""Before each line that a text goes on in, so that none passes for a line of ours."""


def harmless(text: str) -> str:
    """What people wrote, with escapes for all that could steer the terminal."""
    return ACTIVE.sub(lambda found: _escaped(found[0]), text.replace("\r\n", "\n"))


def harmless_json(text: str) -> str:
    """JSON that says the same, with its own escapes for all that could steer the terminal."""
    return ACTIVE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


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
    return f"\\x{ord(sign):02x}" if ord(sign) < 0x100 else f"\\u{ord(sign):04x}"
