"""Entity tags: the version of a complaint as HTTP names it (RFC 9110, 8.8.3 and 13.1)."""

import re
from collections.abc import Sequence

from services.api.problems import BAD_REQUEST, NO_IF_MATCH, STALE, Problem

TAG = r'(?:W/)?"[\x21\x23-\x7e]*"'
TAGS = re.compile(rf"[ \t,]*{TAG}(?:[ \t]*,[ \t,]*{TAG})*[ \t,]*")
VERSION = re.compile(r'"v([1-9][0-9]{0,8})"')


def etag(version: int) -> str:
    """The entity tag of a version."""
    return f'"v{version}"'


def is_among(tag: str | None, if_none_match: Sequence[str]) -> bool:
    """Whether the caller has what this tag names (RFC 9110, 13.1.2).

    if_none_match: the lines of the header; what is no tag names nothing.
    """
    tags = ",".join(if_none_match)
    if tag is None or not tags:
        return False
    if tags.strip() == "*":
        return True
    found = re.findall(TAG, tags) if TAGS.fullmatch(tags) else []
    return tag.removeprefix("W/") in {one.removeprefix("W/") for one in found}


def named_tags(if_match: Sequence[str], noun: str = "complaint") -> frozenset[str] | None:
    """The tags of which the caller insists on one, None for any (``*``).

    if_match: the lines of the header, which are one list. A tag that a proxy weakened counts all
    the same, for each names exactly one state. Raises Problem: 428 without the header, 400 for no
    tags.
    """
    if not if_match:
        raise Problem(
            NO_IF_MATCH,
            f"a command on a {noun} names the version that it was decided on",
            instead=f'read the {noun} and send its ETag as If-Match, such as "v17"; '
            "* takes any version",
        )
    tags = ",".join(if_match)
    if tags.strip() == "*":
        return None
    if not TAGS.fullmatch(tags):
        raise Problem(
            BAD_REQUEST,
            "If-Match holds no entity tag",
            instead='send the ETag as it was given, with its quotes, such as "v17"',
        )
    return frozenset(tag.removeprefix("W/") for tag in re.findall(TAG, tags))


def expected_versions(if_match: Sequence[str], noun: str = "complaint") -> frozenset[int] | None:
    """The versions of which the caller insists on one, None for any (``*``).

    Raises Problem: as named_tags; 412 for tags that no version has.
    """
    tags = named_tags(if_match, noun)
    if tags is None:
        return None
    named = [VERSION.fullmatch(tag) for tag in tags]
    if versions := frozenset(int(found[1]) for found in named if found):
        return versions
    raise Problem(
        STALE,
        f"no version of a {noun} has this entity tag",
        instead=f"read the {noun} again and send the ETag of that answer",
    )
