"""The stories to read: ``make story``."""

import argparse
import sys

from tests.stories.all import STORIES


def main() -> int:
    """Tells all stories, or the one that is named."""
    parser = argparse.ArgumentParser(prog="make story", description=__doc__)
    parser.add_argument("--only", choices=[one.name for one in STORIES], help="this story alone")
    chosen = parser.parse_args()
    for story in STORIES:
        if chosen.only in (None, story.name):
            print(story.text(), end="\n\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
