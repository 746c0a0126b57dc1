"""Starts a program, waits for its end and writes down the most memory that it held, in octets.

The kernel counts to a program what its parent held when it was started: so this one imports nearly
nothing. arguments: the file to write to, then the program and its words.
"""

import os
import signal
import subprocess
import sys

OCTETS = 1 if sys.platform == "darwin" else 1024
"""The unit in which the system tells of memory."""


def main() -> int:
    """Run the program; whoever ends this process group ends it alone."""
    signal.signal(signal.SIGTERM, lambda *_: None)
    process = subprocess.Popen(sys.argv[2:])
    _, status, usage = os.wait4(process.pid, 0)
    with open(sys.argv[1], "w", encoding="utf-8") as file:
        file.write(str(usage.ru_maxrss * OCTETS))
    return os.waitstatus_to_exitcode(status)


if __name__ == "__main__":
    sys.exit(main())
