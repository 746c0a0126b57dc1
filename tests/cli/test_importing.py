"""An import at the keyboard: good rows go in, the others into a file, and nothing goes in twice."""

import csv
import gzip
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest

from services.addresses import writer_dsn
from tests.cli.conftest import Keyboard

HEADER = (
    "company,company_public_response,company_response,complaint_id,complaint_what_happened,"
    "consumer_consent_provided,consumer_disputed,date_received,date_sent_to_company,issue,product,"
    "state,sub_issue,sub_product,submitted_via,tags,timely,zip_code"
)
GOOD = (
    "ACME BANK,,Closed with explanation,{number},,,N/A,2023-06-05T12:00:00-05:00,"
    "2023-06-06T12:00:00-05:00,Closing an account,Checking or savings account,FL,,,Web,,Yes,32832"
)
BAD = GOOD.replace("2023-06-05", "5 June")

pytestmark = pytest.mark.servers


def file_of(folder: Path, *rows: str) -> Path:
    """A file as the bureau publishes it."""
    path = folder / "complaints.csv"
    path.write_text("\n".join([HEADER, *rows]) + "\n", encoding="utf-8")
    return path


def test_good_rows_go_in_once(keyboard: Keyboard, tmp_path: Path) -> None:
    """The same file again adds nothing."""
    file = file_of(tmp_path, *[GOOD.format(number=number) for number in range(1, 4)])
    first = keyboard.types("import", "cfpb", str(file))
    assert first.stdout.splitlines()[1].split("\t")[1:] == ["3", "3", "0", "0", "0", "0"]
    (again,) = keyboard.json("import", "cfpb", str(file))["files"]
    assert (again["added"], again["already"]) == (0, 3)


def test_a_changed_row_is_told_and_not_applied(keyboard: Keyboard, tmp_path: Path) -> None:
    """The source has other values now under the same number."""
    keyboard.types("import", "cfpb", str(file_of(tmp_path, GOOD.format(number=11))))
    changed = GOOD.format(number=11).replace("FL", "GA")
    file = str(file_of(tmp_path, GOOD.format(number=12), changed))
    (told,) = keyboard.json("import", "cfpb", file)["files"]
    assert (told["added"], told["changed"]) == (1, 1)
    (row,) = told["changed_rows"]
    assert (row["line"], row["columns"]) == (3, ["state"])
    said = keyboard.types("import", "cfpb", file).stderr
    assert f"line 3, {row['reference']}, has changed: state; nothing is applied" in said
    shown = keyboard.json("show", row["reference"], "--content")
    assert shown["complaint"]["complaint_id"] == row["complaint_id"]


def test_a_row_that_changed_only_where_nothing_is_held_is_counted_apart(
    keyboard: Keyboard, tmp_path: Path
) -> None:
    """Such as in its sub-product: the complaint says what it said, and so does the row."""
    keyboard.types("import", "cfpb", str(file_of(tmp_path, GOOD.format(number=13))))
    file = str(file_of(tmp_path, GOOD.format(number=13).replace("FL,,,", "FL,,Checking,")))
    (told,) = keyboard.json("import", "cfpb", file)["files"]
    assert (told["changed"], told["unheld"], told["rows"]) == (0, 1, 1)
    (row,) = told["changed_rows"]
    assert row["columns"] == []
    said = keyboard.types("import", "cfpb", file).stderr
    assert "has changed: only in columns that Plaint does not hold" in said


def test_a_row_that_cannot_be_read_is_put_aside_with_its_line_and_reason(
    keyboard: Keyboard, tmp_path: Path
) -> None:
    """The others go in, and the command ends with 6."""
    file = file_of(tmp_path, GOOD.format(number=21), BAD.format(number=22))
    kept = tmp_path / "rejects.csv"
    words = ("import", "cfpb", str(file), "--rejects", str(kept))
    told = keyboard.types(*words, exit_code=6)
    assert told.stdout.splitlines()[1].split("\t")[1:] == ["2", "1", "0", "0", "0", "1"]
    assert str(kept) in told.stderr
    (row,) = csv.DictReader(kept.read_text(encoding="utf-8").splitlines())
    assert (row["file"], row["line"]) == (str(file), "3")
    assert "date received" in row["reason"]
    assert kept.stat().st_mode & 0o777 == 0o600


def test_outside_a_terminal_it_says_plain_counts(keyboard: Keyboard, tmp_path: Path) -> None:
    """On standard error, so that the answer stays an answer."""
    told = keyboard.types("import", "cfpb", str(file_of(tmp_path, GOOD.format(number=31))))
    assert "(100 %), 1 row, " in told.stderr
    assert "complaints.csv: " not in told.stdout


def test_the_file_to_import_is_never_taken_for_rejects(keyboard: Keyboard, tmp_path: Path) -> None:
    """A slip on the command line must not cost the source."""
    file = file_of(tmp_path, GOOD.format(number=41))
    told = keyboard.types("import", "cfpb", str(file), "--rejects", str(file), exit_code=2)
    assert "name another file" in told.stderr
    assert file.read_text(encoding="utf-8").startswith(HEADER)


def test_rows_without_a_number_that_are_identical_are_told_with_their_lines(
    keyboard: Keyboard, tmp_path: Path
) -> None:
    """Nothing tells whether they are copies; each is a complaint, also when read again."""
    rows = [GOOD.format(number=number) for number in ("", 51, "", "")]
    file = file_of(tmp_path, *rows)
    said = keyboard.types("import", "cfpb", str(file)).stderr
    assert "2 rows identical to another row are complaints of their own" in said
    (again,) = keyboard.json("import", "cfpb", str(file))["files"]
    assert (again["already"], again["added"], again["identical_rows"]) == (4, 0, [4, 5])


def test_a_label_that_is_not_listed_is_told_with_its_line(
    keyboard: Keyboard, tmp_path: Path
) -> None:
    row = GOOD.format(number=61).replace("Closing an account", "Carbon footprint")
    file = str(file_of(tmp_path, row))
    assert "line 2: issue 'Carbon footprint'" in keyboard.types("import", "cfpb", file).stderr
    label, _company = keyboard.json("import", "cfpb", file)["files"][0]["unlisted_labels"]
    assert (label["line"], label["kind"], label["label"]) == (2, "issue", "Carbon footprint")


def test_what_went_in_before_a_damaged_place_is_told(keyboard: Keyboard, tmp_path: Path) -> None:
    """Of this file, and of those before it."""
    whole = file_of(tmp_path, GOOD.format(number=71))
    damaged = tmp_path / "damaged.csv.gz"
    rows = [HEADER, BAD.format(number=72), *[GOOD.format(number=n) for n in range(73, 99)]]
    octets = gzip.compress("\n".join(rows).encode(), compresslevel=0)
    damaged.write_bytes(octets[: len(octets) - 100])
    said = keyboard.types("import", "cfpb", str(whole), str(damaged), exit_code=2).stderr
    counts = r"added, 0 already there, 0 changed, 0 changed unheld, {} rejected before it broke off"
    assert re.search(rf"complaints.csv: 1 {counts.format(0)}", said)
    found = re.search(rf"damaged.csv.gz: (\d+) {counts.format(1)}", said)
    assert found
    assert 20 < int(found[1]) < 26


@pytest.mark.parametrize("text", ["", "name,colour\nx,red\n"])
def test_a_file_of_another_kind_is_refused_whole(
    keyboard: Keyboard, tmp_path: Path, text: str
) -> None:
    """With 2, and nothing is put aside."""
    file = tmp_path / "other.csv"
    file.write_text(text, encoding="utf-8")
    kept = tmp_path / "rejects.csv"
    keyboard.types("import", "cfpb", str(file), "--rejects", str(kept), exit_code=2)
    assert not kept.exists()


def test_ctrl_c_leaves_what_was_done_and_the_same_command_goes_on(
    keyboard: Keyboard, tmp_path: Path
) -> None:
    """It ends with 130, without a traceback, and says that nothing is added twice."""
    rows = [GOOD.format(number=number) for number in range(100_000, 104_000)]
    file = file_of(tmp_path, *rows)
    command = [sys.executable, "-m", "services.cli", "import", "cfpb", str(file)]
    environment = {**os.environ, **keyboard.environment}
    importing = subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True)
    _wait_for_events(keyboard, 300, importing)
    importing.send_signal(signal.SIGINT)
    _, said = importing.communicate(timeout=60)
    assert importing.returncode == 130
    assert "nothing is added twice" in said
    assert "Traceback" not in said
    (told,) = keyboard.json("import", "cfpb", str(file))["files"]
    assert told["already"] > 0
    assert told["added"] + told["already"] == len(rows)


def _wait_for_events(keyboard: Keyboard, many: int, importing: subprocess.Popen[str]) -> None:
    with psycopg.connect(writer_dsn(keyboard.settings), autocommit=True) as connection:
        position = 0
        while position <= many:
            assert importing.poll() is None, importing.communicate()
            ((position,),) = connection.execute(
                "SELECT coalesce(max(position), 0) FROM event"
            ).fetchall()
            time.sleep(0.02)
