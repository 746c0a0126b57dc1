"""Whatever goes wrong is told in one sentence, and the exit code says of what kind it was."""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import psycopg
import pytest
import typer
from pydantic import ValidationError
from typer.testing import CliRunner

from adapters.kafka.clients import BrokerAway
from adapters.sealing import TooLarge
from adapters.view_answers import ViewNotMade
from domain.complaint.closing.closing_bases import NotAccepted
from domain.complaint.deadlines.extending import NotAgreed
from domain.values import When
from services.addresses import NotRunning
from services.cli.app import answered_for, make_app
from services.cli.error_mapping import end_of, sentence
from services.cli.exits import Exit, MayNot, Unfit
from services.commands.not_stored import OtherRequest, TooContended, VersionMoved
from services.commands.stream_heads import NotFound
from services.queries.lookup import SeveralFound


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (NotAccepted(complaint="C-1", state="DECIDED"), Exit.REFUSED),
        (MayNot("handler", "approve_decision", ["approver"]), Exit.REFUSED),
        (Unfit("x"), Exit.UNFIT),
        (OtherRequest(), Exit.UNFIT),
        (TooLarge("x"), Exit.UNFIT),
        (FileNotFoundError(2, "No such file", "a.csv"), Exit.UNFIT),
        (NotRunning("x"), Exit.UNAVAILABLE),
        (ViewNotMade("trends"), Exit.UNAVAILABLE),
        (TooContended(8), Exit.UNAVAILABLE),
        (BrokerAway("x"), Exit.UNAVAILABLE),
        (ConnectionRefusedError("x"), Exit.UNAVAILABLE),
        (psycopg.OperationalError("x"), Exit.UNAVAILABLE),
        (NotFound("x"), Exit.NOT_FOUND),
        (SeveralFound(["north", "south"]), Exit.NOT_FOUND),
        (VersionMoved(frozenset({1}), 2), Exit.MOVED),
        (ZeroDivisionError("x"), Exit.UNFORESEEN),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Exception) else value.name,
)
def test_each_error_has_its_exit_code(error: Exception, code: Exit) -> None:
    """The table of docs/cli.md."""
    assert end_of(error) is code


def test_a_sentence_is_one_line() -> None:
    """However the error was written."""
    assert sentence(Unfit("first\n   second")) == "first second"
    assert sentence(FileNotFoundError(2, "No such file", "a.csv")) == "a.csv: No such file"


def test_a_model_that_is_not_met_is_told_by_place_and_rule() -> None:
    with pytest.raises(ValidationError) as caught:
        When.model_validate({"on": "1066-10-14", "zone": "UTC"})
    said = sentence(caught.value)
    assert said == "on: the year is 1066: give one from 1800 to 2199"


def test_a_fault_of_our_own_is_told_without_a_traceback(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where it happened is said only to who asks for it."""
    monkeypatch.delenv("PLAINT_LOG_LEVEL", raising=False)
    with pytest.raises(typer.Exit) as caught, answered_for():
        raise ZeroDivisionError("division by zero")
    told = capsys.readouterr().err
    assert caught.value.exit_code == Exit.UNFORESEEN
    assert "a fault in Plaint" in told
    assert told.count("\n") == 1


def test_at_log_level_debug_it_is_told_where_it_happened(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """For whoever mends it."""
    monkeypatch.setenv("PLAINT_LOG_LEVEL", "debug")
    with pytest.raises(typer.Exit), answered_for():
        raise ZeroDivisionError("division by zero")
    assert "test_faults.py" in capsys.readouterr().err


def test_the_sql_for_an_administrator_is_the_answer_and_its_danger_a_remark() -> None:
    """So that it can be sent on as it is."""
    with tempfile.TemporaryDirectory(prefix="plaint-cli-test-", dir="/tmp") as folder:
        Path(folder).chmod(0o711)
        words = ["init", "--print-sql", "--data", folder]
        told = CliRunner().invoke(make_app(), words)
    assert told.exit_code == 0, told.stderr
    assert 'CREATE DATABASE "plaint"' in told.stdout
    assert "passwords" in told.stderr


READER_GONE = """
import sys, typer
from services.cli.app import answered_for
from services.cli.terminal import print_line
try:
    with answered_for():
        {}
except typer.Exit as ending:
    sys.exit(ending.exit_code)
"""


@pytest.mark.parametrize("unbuffered", ["", "1"])
@pytest.mark.parametrize("words", [["--help"], ["--version"], ["queue", "--help"]])
def test_an_answer_that_a_full_disk_does_not_take_is_told(
    words: list[str], unbuffered: str
) -> None:
    program = [sys.executable, "-m", "services.cli", *words]
    env = {**os.environ, "PYTHONUNBUFFERED": unbuffered}
    with open("/dev/full", "wb") as full:
        ended = subprocess.run(program, stdout=full, stderr=subprocess.PIPE, check=False, env=env)
    assert ended.returncode == Exit.UNAVAILABLE
    assert ended.stderr.count(b"\n") == 1
    assert b"the answer could not be written (No space left on device)" in ended.stderr


@pytest.mark.parametrize(
    ("words", "code", "part"),
    [
        (["show"], Exit.UNFIT, "Missing argument"),
        (["frobnicate"], Exit.UNFIT, "No such command"),
        (["show", "C-1", "--data", "/tmp/plaint-is-not-here"], Exit.UNAVAILABLE, "is missing"),
    ],
)
def test_for_programs_an_error_is_one_object(words: list[str], code: Exit, part: str) -> None:
    told = CliRunner().invoke(make_app(), [*words, "--json"])
    assert (told.exit_code, told.stdout) == (code, "")
    error = json.loads(told.stderr.splitlines()[-1])["error"]
    assert error["exit_code"] == code
    assert part.lower() in error["detail"].lower()


def test_for_programs_a_refusal_says_its_code_and_clause(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(typer.Exit), answered_for(as_json=True):
        raise NotAgreed(rule="extend")
    error = json.loads(capsys.readouterr().err)["error"]
    assert (error["code"], error["clause"], error["exit_code"]) == ("NotAgreed", "7.3", 1)
    assert error["instead"] == "ask them, and say --agreed once they have"


@pytest.mark.parametrize("answer", ["print_line('x')", "typer.echo('x')", "print('x' * 10**6)"])
def test_an_answer_whose_reader_has_gone_is_no_refusal(answer: str) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    program = [sys.executable, "-c", READER_GONE.format(answer)]
    ended = subprocess.run(program, stdout=writer, stderr=subprocess.PIPE, check=False)
    os.close(writer)
    assert (ended.returncode, ended.stderr) == (141, b"")
