"""Entity tags: the version of a complaint as HTTP names it (RFC 9110, 8.8.3 and 13.1.1)."""

import re

from services.api.problems import BAD_REQUEST, NO_IF_MATCH, STALE, Problem

VERSION = re.compile(r'"v([1-9][0-9]{0,8})"')
ENTITY_TAG = re.compile(r'(W/)?"[\x21\x23-\x7e]*"')


def etag(version: int) -> str:
    """The entity tag of a version."""
    return f'"v{version}"'


def expected_version(if_match: str | None) -> int | None:
    """The version that the caller insists on, None for any (``*``).

    Raises Problem: 428 without the header, 412 for a tag that no version has, 400 for no tag.
    """
    if if_match is None:
        raise Problem(
            NO_IF_MATCH,
            "a command on a complaint names the version that it was decided on",
            instead='read the complaint and send its ETag as If-Match, such as "v17"; '
            "* takes any version",
        )
    given = if_match.strip()
    if given == "*":
        return None
    if found := VERSION.fullmatch(given):
        return int(found[1])
    if ENTITY_TAG.fullmatch(given):
        raise Problem(
            STALE,
            "no version of a complaint has this entity tag",
            instead="read the complaint again and send the ETag of that answer",
        )
    raise Problem(
        BAD_REQUEST,
        "If-Match does not hold one entity tag",
        instead='send the ETag as it was given, with its quotes, such as "v17"',
    )
