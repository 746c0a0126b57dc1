"""Personal data stands nowhere in clear: a canary in every personal field, searched everywhere."""

import json
import re
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from psycopg.conninfo import make_conninfo

from adapters.local.cluster import SUPERUSER
from domain.event import classes_of
from domain.events import TYPES
from domain.privacy import SEALED
from tests.e2e.installation import Running, fresh_folder
from tests.e2e.searching import in_dump, in_files, in_topic

pytestmark = [pytest.mark.servers, pytest.mark.timeout(600)]

CONTROL = "control_that_must_be_found"
FILLING = "x7q" * 1500
CSV = (
    "company,company_public_response,company_response,complaint_id,complaint_what_happened,"
    "consumer_consent_provided,consumer_disputed,date_received,date_sent_to_company,issue,product,"
    "state,sub_issue,sub_product,submitted_via,tags,timely,zip_code\n"
)
ROW = (
    "Ours,canarysource,In progress,77,canaryimported,N/A,N/A,2023-06-14T12:00:00-05:00,"
    "2023-06-14T12:00:00-05:00,Fees,Mortgage,canaryregion,,,Web,canarytag,Yes,canaryzip\n"
)


class Door:
    """The HTTP API with one key; every answer is kept, to be searched."""

    def __init__(self, port: int, keys: dict[str, str]) -> None:
        self._address = f"http://127.0.0.1:{port}/v1"
        self._keys = keys
        self.answers: list[str] = []

    def post(self, path: str, body: dict[str, Any], role: str = "handler") -> Any:
        return self._ask(path, role, json.dumps(body).encode())

    def get(self, path: str, role: str = "auditor") -> Any:
        return self._ask(path, role, None)

    def _ask(self, path: str, role: str, body: bytes | None) -> Any:
        headers = {"Authorization": f"Bearer {self._keys[role]}", "If-Match": "*"}
        headers |= {"Content-Type": "application/json"} if body else {}
        request = urllib.request.Request(self._address + path, data=body, headers=headers)
        try:
            with urllib.request.urlopen(request) as answer:
                text = answer.read().decode()
        except urllib.error.HTTPError as refused:
            raise AssertionError(f"{path}: {refused.read().decode()}") from None
        self.answers.append(text)
        return json.loads(text)


@pytest.fixture(scope="module")
def plaint() -> Iterator[Running]:
    with fresh_folder() as folder:
        running = Running(folder)
        running.up()
        yield running
        running.down()


@pytest.fixture(scope="module")
def door(plaint: Running) -> Door:
    keys = dict(re.findall(r"(handler|approver|auditor) +(plaint_\S+)", plaint.said()))
    return Door(plaint.note()["port"], keys)


@pytest.fixture(scope="module")
def told(plaint: Running, door: Door, tmp_path_factory: pytest.TempPathFactory) -> str:
    """Two lives of a complaint, its personal fields canaries, short and long; the last one's id."""
    live(plaint, door, lambda word: word)
    complaint = live(plaint, door, lambda word: word + FILLING)
    file = tmp_path_factory.mktemp("canaries") / "two.csv"
    file.write_text(
        CSV + ROW + ROW.replace("77", "78").replace("canarysource", "canarysource" + FILLING)
    )
    plaint.run("import", "cfpb", str(file))
    plaint.wait_until(lambda: max(plaint.lags()) == 0)
    return complaint


def live(plaint: Running, door: Door, grown: Callable[[str], str]) -> str:
    """One life through the API, its canaries grown to the length that is wanted; its id."""
    received = door.post("/complaints/receive", planted(RECEIVED, grown))
    complaint = str(received["complaint_id"])
    for name, role, body in STEPS:
        if name == "agree-resolution":
            body = {**body, "issues": [{"issue_id": issue_of(door, complaint), **UPHELD}]}
        door.post(f"/complaints/{complaint}/{name}", planted(body, grown), role)
        if name == "offer-remedy":
            remedy = remedy_of(door, complaint)
            door.post(f"/complaints/{complaint}/accept-remedy", {"remedy_id": remedy})
            paid = {"remedy_id": remedy, "payment_reference": grown("canarypayment")}
            door.post(f"/complaints/{complaint}/fulfil-remedy", paid)
    return complaint


def planted(body: Any, grown: Callable[[str], str]) -> Any:
    """The same body with every canary in it grown."""
    if isinstance(body, dict):
        return {name: planted(value, grown) for name, value in body.items()}
    if isinstance(body, list):
        return [planted(value, grown) for value in body]
    return grown(body) if isinstance(body, str) and body.startswith("canary") else body


def remedy_of(door: Door, complaint: str) -> str:
    opened = opened_by_handler(door, complaint)
    return str(opened["complaint"]["remedies"][-1]["remedy_id"])


def issue_of(door: Door, complaint: str) -> str:
    return str(opened_by_handler(door, complaint)["complaint"]["issues"][0]["issue_id"])


def opened_by_handler(door: Door, complaint: str) -> Any:
    """The one answer that may hold personal data, so it is not kept among the others."""
    opened = door.get(f"/complaints/{complaint}/opened", role="handler")
    door.answers.pop()
    return opened


UPHELD = {"finding_code": "upheld"}
RECEIVED: dict[str, Any] = {
    "narrative": "canarynarrative",
    "complainant": {
        "name": "canaryname",
        "organisation": "canaryorganisation",
        "email": "canary@email",
        "phone": "canaryphone",
        "address": "canaryaddress",
        "postal_code": "canarypostal",
        "region": "canaryregion",
        "country": "GB",
    },
    "product_reference": "canaryproduct",
    "access_needs": ["canaryneeds"],
    "received_by_unit": CONTROL,
    "issues": [{"seeks": ["refund"], "wish": "canarywish"}],
}
STEPS: list[tuple[str, str, dict[str, Any]]] = [
    (
        "assess",
        "handler",
        {
            "severity_code": "not_judged",
            "is_safety": False,
            "vulnerability": "canaryvulnerability",
            "rationale": "canaryrationale",
        },
    ),
    ("record-contact", "handler", {"summary": "canarysummary"}),
    ("add-note", "handler", {"note": "canarynote"}),
    ("offer-remedy", "approver", {"kind_code": "apology", "conditions": "canaryconditions"}),
    ("open-investigation", "handler", {}),
    ("record-finding", "handler", {"finding_code": "upheld", "reasons": "canaryfinding"}),
    ("propose-decision", "handler", {"reasons": "canaryproposal"}),
    (
        "return-decision",
        "approver",
        {"ground_code": "unclear", "explanation": "canaryreturned"},
    ),
    ("propose-decision", "handler", {"reasons": "canaryagain"}),
    ("approve-decision", "approver", {}),
    (
        "send-response",
        "handler",
        {"text": "canaryresponse", "recourse": [{"kind": "none_available"}]},
    ),
    ("reject-decision", "handler", {"means_code": "letter"}),
    (
        "set-aside-decision",
        "approver",
        {"ground_code": "new_facts", "explanation": "canaryaside"},
    ),
    (
        "agree-resolution",
        "handler",
        {
            "means_code": "telephone",
            "solution": "canarysolution",
        },
    ),
]


def test_every_personal_field_holds_a_canary(plaint: Running, told: str, door: Door) -> None:
    rows = plaint.json("queue")["rows"]
    lives = {row["complaint_id"] for row in rows} | {told}
    found: set[tuple[str, str, bool]] = set()
    for complaint in lives:
        for event in opened_by_handler(door, complaint)["events"]:
            found |= {
                (event["type"], name, FILLING in json.dumps(value))
                for name, value in event["data"].items()
                if "canary" in json.dumps(value)
            }
    personal = {
        (kind.TYPE, name, is_long)
        for kind in TYPES.values()
        for name, mark in classes_of(kind).items()
        for is_long in (False, True)
        if mark in SEALED
    }
    assert personal <= found


def test_no_file_holds_a_canary_and_each_place_holds_the_control(
    plaint: Running, told: str
) -> None:
    words = ["canary", CONTROL, told]
    for place in ("postgres/data", "kafka/data"):
        assert in_files(plaint.folder / place, words) == {CONTROL, told}, place
    for place in ("postgres/log", "kafka/log"):
        assert in_files(plaint.folder / place, ["canary"]) == set(), place
    # What is logged of a complaint is its id.
    assert in_files(plaint.folder / "log", words) == {told}
    assert "canary" not in plaint.said()


def test_no_dump_holds_a_canary(plaint: Running, told: str) -> None:
    superuser = (plaint.folder / "secrets" / "postgres-superuser").read_text().strip()
    address = str(plaint.note()["database"])
    for name, expected in (("plaint", {CONTROL}), ("plaint_keys", set())):
        dsn = make_conninfo(address, dbname=name, user=SUPERUSER, password=superuser)
        assert in_dump(dsn, ["canary", CONTROL]) == expected, name


def test_the_topic_holds_no_canary(plaint: Running, told: str) -> None:
    server = str(plaint.note()["kafka"])
    assert in_topic(server, "plaint.complaints.v1", ["canary", CONTROL]) == {CONTROL}
    assert in_topic(server, "plaint.checkpoints.v1", ["canary"]) == set()


def test_no_answer_of_the_api_holds_a_canary(door: Door, told: str) -> None:
    for path in (
        f"/complaints/{told}",
        f"/complaints/{told}/history",
        "/queue",
        "/trends?figure=received",
    ):
        door.get(path)
    assert not [answer for answer in door.answers if "canary" in answer]
    assert [answer for answer in door.answers if CONTROL in answer]


def test_the_search_itself_finds_what_is_there(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "file").write_bytes(b"\x00\xffcanary\x00")
    assert in_files(tmp_path, ["canary", CONTROL]) == {"canary"}
