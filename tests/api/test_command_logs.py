"""A line about a command says which it was and what it belongs to, and nothing of anybody."""

import io
import json
import subprocess
import sys
from typing import Any
from uuid import uuid4

import pytest

from tests.api.conftest import CANARY, NARRATIVE, House

pytestmark = [pytest.mark.anyio, pytest.mark.servers]

PERSONAL = {
    "narrative": NARRATIVE,
    "complainant": {"name": CANARY, "email": "aurelia@featherstonehaugh.example"},
}


def told(lines: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in lines.getvalue().splitlines()]


def is_clean(text: str) -> bool:
    return "aurelia" not in text.lower() and "featherstonehaugh" not in text.lower()


async def test_a_command_is_found_in_the_log_by_its_id_and_by_what_it_belongs_to(
    house: House, lines: io.StringIO
) -> None:
    correlation = [str(uuid4()) for _ in range(3)]
    async with house.client() as client:

        async def post(path: str, number: int, body: dict[str, Any], **more: str) -> Any:
            headers = {"X-Correlation-Id": correlation[number], **more}
            return await client.post(path, json=body, headers=headers)

        received = await post("/v1/complaints/receive", 0, PERSONAL)
        here = received.json()["links"]["self"]
        noted = await post(f"{here}/add-note", 1, {"note": CANARY}, **{"If-Match": "*"})
        unfit = await post(f"{here}/add-note", 2, {CANARY: CANARY}, **{"If-Match": "*"})
    assert [one.status_code for one in (received, noted, unfit)] == [201, 200, 422]
    answered = [line for line in told(lines) if line["event"] == "api.answered"]
    assert [line["correlation_id"] for line in answered] == correlation
    assert [line.get("command_id") for line in answered] == [
        received.json()["command_id"],
        noted.json()["command_id"],
        None,
    ]
    assert [line.get("command") for line in answered] == ["receive", "add_note", None]
    assert is_clean(lines.getvalue())


async def test_what_one_request_is_about_is_not_said_of_the_next(
    house: House, lines: io.StringIO
) -> None:
    await house.received(**PERSONAL)
    async with house.client() as client:
        await client.get("/livez")
    last = told(lines)[-1]
    assert last["route"] == "/livez"
    assert not {"command_id", "complaint_id", "principal", "command"} & set(last)


PROGRAM = f"""
import threading, warnings
from adapters.logs import configure_process
configure_process("info")
warnings.warn({CANARY!r})
thread = threading.Thread(target=lambda: int({CANARY!r}))
thread.start()
thread.join()
raise ValueError({CANARY!r})
"""


def test_a_process_that_ends_by_an_error_says_so_in_a_line_without_the_errors_words() -> None:
    done = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True)
    assert done.returncode == 1
    assert done.stderr == ""
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert [line["event"] for line in found] == ["library", "process.failed", "process.failed"]
    assert [line.get("error") for line in found[1:]] == ["ValueError", "ValueError"]
    assert is_clean(done.stdout)
