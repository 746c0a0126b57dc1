"""Parts that run the same end together: each in its own time, and not one after the other."""

import os
import time
from pathlib import Path

from services.operations.supervising import Part, Parts, ourselves

SLOW, SEVERAL = 1.0, 4


def test_those_that_run_the_same_finish_side_by_side(tmp_path: Path) -> None:
    module = tmp_path / "slow_part.py"
    module.write_text(
        "import signal, sys, time\n"
        f"signal.signal(signal.SIGTERM, lambda *_: (time.sleep({SLOW}), sys.exit(0)))\n"
        "print(sys.argv[1:], flush=True)\n"
        "while True: signal.pause()\n"
    )
    environment = {**os.environ, "PYTHONPATH": str(tmp_path)}
    parts = Parts(tmp_path, ourselves())
    for number in range(1, SEVERAL + 1):
        parts.start(Part(f"slow-{number}", "slow_part", environment, number=number))
    logs = [tmp_path / f"slow-{number}.log" for number in range(1, SEVERAL + 1)]
    while not all(log.exists() and log.read_text() for log in logs):
        time.sleep(0.05)
    began = time.monotonic()
    parts.stop()
    assert SLOW <= time.monotonic() - began < SLOW * (SEVERAL - 1)
    assert [log.read_text() for log in logs[:2]] == ["[]\n", "['--number=2']\n"]
