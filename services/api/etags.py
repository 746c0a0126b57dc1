"""Entity tags: the version of a complaint as HTTP names it (RFC 9110, 8.8.3 and 13.1.1)."""

import re
from collections.abc import Sequence

from services.api.problems import BAD_REQUEST, NO_IF_MATCH, STALE, Problem

TAG = r'(?:W/)?"[\x21\x23-\x7e]*"'
TAGS = re.compile(rf"[ \t,]*{TAG}(?:[ \t]*,[ \t,]*{TAG})*[ \t,]*")
VERSION = re.compile(r'(?:W/)?"v([1-9][0-9]{0,8})"')


def etag(version: int) -> str:
    """The entity tag of a version."""
    return f'"v{version}"'


def expected_versions(if_match: Sequence[str]) -> frozenset[int] | None:
    """The versions of which the caller insists on one, None for any (``*``).

    if_match: the lines of the header, which are one list. A tag that a proxy weakened names its
    version all the same, for it names exactly one. Raises Problem: 428 without the header, 412 for
    tags that no version has, 400 for no tags.
    """
    if not if_match:
        raise Problem(
            NO_IF_MATCH,
            "a command on a complaint names the version that it was decided on",
            instead='read the complaint and send its ETag as If-Match, such as "v17"; '
            "* takes any version",
        )
    given = ",".join(if_match)
    if given.strip() == "*":
        return None
    if not TAGS.fullmatch(given):
        raise Problem(
            BAD_REQUEST,
            "If-Match holds no entity tag",
            instead='send the ETag as it was given, with its quotes, such as "v17"',
        )
    named = [VERSION.fullmatch(tag) for tag in re.findall(TAG, given)]
    if versions := frozenset(int(found[1]) for found in named if found):
        return versions
    raise Problem(
        STALE,
        "no version of a complaint has this entity tag",
        instead="read the complaint again and send the ETag of that answer",
    )
