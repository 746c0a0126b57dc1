"""What the parts load and what they read late, tried by the account that runs this module.

It ends with 1 and names the first path that this account cannot read, or write where that is asked.
"""

import argparse
import os
import sys
import sysconfig
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from zoneinfo import ZoneInfo

TREE = Path(__file__).parents[2]
PARTS = ("run_api", "run_relay", "run_projections", "run_tick")
PACKAGES = ("adapters", "domain", "projections", "services")


def main() -> None:
    """Try the parts, the tree, the libraries, and the paths that are named."""
    parser = argparse.ArgumentParser(
        prog="python -m services.operations.part_trial", description=__doc__
    )
    parser.add_argument("--read", action="append", default=[], type=Path)
    parser.add_argument("--write", action="append", default=[], type=Path)
    options = parser.parse_args()
    for part in PARTS:
        import_module(f"services.{part}")
    ZoneInfo("Europe/London")
    libraries = {Path(sysconfig.get_path(name)) for name in ("purelib", "platlib")}
    read = [*(TREE / name for name in PACKAGES), *libraries, *options.read]
    closed = [*_closed(read), *_closed_to_writing(options.write)]
    if closed:
        print(closed[0])
        sys.exit(1)


def _closed(paths: list[Path]) -> Iterator[Path]:
    """What cannot be read; caches of the interpreter are made anew, or done without."""
    for path in paths:
        if not os.access(path, os.R_OK | (os.X_OK if path.is_dir() else 0)):
            yield path
        for place, folders, files in os.walk(path):
            folders[:] = [name for name in folders if name != "__pycache__"]
            for name in folders:
                if not os.access(Path(place, name), os.R_OK | os.X_OK):
                    yield Path(place, name)
            yield from (Path(place, name) for name in files if not _is_readable(place, name))


def _is_readable(place: str, name: str) -> bool:
    return os.access(os.path.join(place, name), os.R_OK)


def _closed_to_writing(folders: list[Path]) -> Iterator[Path]:
    """A folder, or one in it, in which nothing can be put."""
    for folder in folders:
        for each in (folder, *(folder.iterdir() if os.access(folder, os.R_OK) else ())):
            if not os.access(each, os.R_OK | os.W_OK | (os.X_OK if each.is_dir() else 0)):
                yield each


if __name__ == "__main__":
    main()
