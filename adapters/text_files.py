"""Text files that people write: UTF-8, whatever their editor put before and after the lines."""

from importlib.resources.abc import Traversable


def text_of(octets: bytes) -> str:
    """What a person's file says, without byte order marks. Raises UnicodeDecodeError."""
    return octets.decode("utf-8").lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def read_text_file(file: Traversable) -> str:
    """The same of a file. Raises UnicodeDecodeError, OSError."""
    return text_of(file.read_bytes())
