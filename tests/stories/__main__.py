"""The stories to read: ``python -m tests.stories``; ``--write`` writes them on their page."""

import argparse
import sys

from tests.stories.all import STORIES, page_of_all
from tests.stories.registry import PAGE


def main() -> int:
    """Tells all stories, or the one that is named."""
    parser = argparse.ArgumentParser(prog="make story", description=__doc__)
    parser.add_argument("--only", choices=[one.name for one in STORIES], help="this story alone")
    parser.add_argument("--write", action="store_true", help=f"write docs/{PAGE.name}")
    chosen = parser.parse_args()
    if chosen.write:
        PAGE.write_text(page_of_all(), encoding="utf-8")
        return 0
    for story in STORIES:
        if chosen.only in (None, story.name):
            print(story.text(), end="\n\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
