"""Without an installation every command says in one sentence what to do, and how it ended."""

import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from services.cli.app import make_app

READING = ("queue", "show C-H8F90380K", "history C-H8F90380K", "trends", "projections", "status")


def typed(*words: str, **environment: str) -> Result:
    """What comes of a command without an installation."""
    return CliRunner().invoke(make_app(), words, env={"COLUMNS": "80", **environment})


@pytest.mark.parametrize("command", [*READING, "key list", "topic tail"])
def test_where_nothing_runs_a_command_says_how_to_start(command: str, tmp_path: Path) -> None:
    """Exit code 3, one line on standard error, nothing among the answers."""
    told = typed(*command.split(), "--data", str(tmp_path))
    assert told.exit_code == 3
    assert "`plaint up`" in told.stderr
    assert told.stderr.startswith("plaint: ")
    assert told.stderr.count("\n") == 1
    assert told.stdout == ""


def test_the_folder_may_be_named_before_the_sub_command_too(tmp_path: Path) -> None:
    """Both places mean the same."""
    before = typed("--data", str(tmp_path), "queue")
    after = typed("queue", "--data", str(tmp_path))
    assert str(tmp_path) in before.stderr
    assert before.stderr == after.stderr


def test_the_folder_may_be_named_between_the_words_of_a_sub_command(tmp_path: Path) -> None:
    """The last one that was named counts."""
    told = typed("--data", "/elsewhere", "projections", "--data", str(tmp_path))
    assert str(tmp_path) in told.stderr


def test_an_unknown_setting_is_refused_by_name(tmp_path: Path) -> None:
    """A slip in a variable's name must not go unnoticed."""
    told = typed("queue", "--data", str(tmp_path), PLAINT_KAFKKA="off")
    assert told.exit_code == 2
    assert "PLAINT_KAFKKA is not a setting" in told.stderr


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("quue",), "No such command"),
        (("queue", "--bogus"), "No such option"),
        (("queue", "--state", "WAITING"), "--state"),
        (("queue", "-n", "0"), "greater than or equal to 1"),
        (("trends", "--by", "colour"), "nothing to group by"),
        (("trends", "--by", "week", "--by", "month"), "one of day, week, month"),
        (("trends", "--only", "product"), "has no '='"),
        (("trends", "--only", "disputed=perhaps"), "true, false or none"),
        (("trends", "--only", "product="), "no value"),
        (("trends", "--by", "product", "--by", "product_code"), "each attribute once"),
        (("show", "C-H8F90380K", "--version", "1", "--position", "2"), "one of them"),
        (("show", "C-H8F90380K", "--at", "yesterday"), "is no time"),
        (("import", "cfpb", "/no/such/file.csv"), "/no/such/file.csv: No such file"),
        (("init",), "--admin-url"),
    ],
)
def test_what_cannot_be_meant_ends_with_2_and_says_why(
    words: tuple[str, ...], said: str, tmp_path: Path
) -> None:
    """Before anything is asked of a database."""
    told = typed(*words, "--data", str(tmp_path))
    assert told.exit_code == 2
    assert said in " ".join(told.stderr.split())


def test_a_database_that_does_not_answer_is_told_within_seconds(tmp_path: Path) -> None:
    """A folder whose server was killed still names its address."""
    secrets = tmp_path / "secrets"
    secrets.mkdir()
    (secrets / "installation").write_text("00" * 32)
    (secrets / "key-encryption-keys.json").write_text('{"k1": "' + "00" * 32 + '"}')
    (secrets / "passwords.json").write_text('{"plaint_writer": "x"}')
    (tmp_path / "run.json").write_text('{"database": "host=127.0.0.1 port=1 dbname=plaint"}')
    told = typed("queue", "--data", str(tmp_path))
    assert told.exit_code == 3
    assert "the database does not answer" in told.stderr


def test_nothing_was_running_is_no_error(tmp_path: Path) -> None:
    """``down`` may be typed twice."""
    told = typed("down", "--data", str(tmp_path))
    assert told.exit_code == 0
    assert "nothing was running" in told.stdout


def test_a_folder_that_is_not_there_was_mistyped(tmp_path: Path) -> None:
    told = typed("down", "--data", str(tmp_path / "none"))
    assert told.exit_code == 2
    assert f"There is no data folder {tmp_path / 'none'}: name another" in told.stderr


def test_a_rule_is_told_in_our_words_alone(tmp_path: Path) -> None:
    """None of them is the library's, such as Value error."""
    told = typed("queue", "--data", str(tmp_path), PLAINT_HOST="localhost")
    assert "PLAINT_HOST is 'localhost': write an IP address" in told.stderr


def test_the_command_is_installed_as_a_process_that_answers(tmp_path: Path) -> None:
    """The entry point, with its exit code, from outside."""
    script = "from services.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", script, "queue", "--data", str(tmp_path)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 3
    assert "Traceback" not in done.stderr
