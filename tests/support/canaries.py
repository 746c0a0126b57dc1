"""Lives of complaints whose every personal field is a canary, and what must not hold one."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg

from domain.event import classes_of
from domain.event_types import TYPES
from domain.privacy import SEALED
from tests.support.canary_life import DECLINED, STEPS, Seen, Step
from tests.support.door import Door

CONTROL = "control_that_must_be_found"
"""Stands in a field that is no secret, so that a search that finds nothing is found out."""

PLANTED = "planted_only_to_be_found"
"""A control for places that hold nothing of ours."""

FILLING = "x7q" * 1500
CANARIES = ("canary", FILLING[:12])
"""How every canary begins, and what the long ones go on with."""

LONGEST_TITLE, LONG_TITLE = 200, 150
"""A title cannot be longer; so much of the filling still fits into it."""

DIGESTS = {"plaintext_sha256"}
"""Personal, but no place for words."""

CSV = (
    "company,company_public_response,company_response,complaint_id,complaint_what_happened,"
    "consumer_consent_provided,consumer_disputed,date_received,date_sent_to_company,issue,product,"
    "state,sub_issue,sub_product,submitted_via,tags,timely,zip_code\n"
)
ROW = (
    "Ours,canarysource,In progress,77,canaryimported,N/A,N/A,2023-06-14T12:00:00-05:00,"
    "2023-06-14T12:00:00-05:00,Fees,Mortgage,canaryregion,,,Web,canarytag,Yes,canaryzip\n"
)
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
Refused = tuple[int, str, bytes | None, dict[str, str]]
REFUSED: list[Refused] = [
    (422, "/v1/complaints/receive", b'{"narrative": {"canaryunfit": "canaryunfit"}}', {}),
    (422, "/v1/complaints/receive", b'{"narrative": "canaryx", "canarynew": "canaryx"}', {}),
    (400, "/v1/complaints/receive", b'{"narrative": "canarybroken', {}),
    (409, "/v1/complaints/{}/propose-decision", b'{"reasons": "canarytoolate"}', {}),
    (412, "/v1/complaints/{}/add-note", b'{"note": "canarystale"}', {"If-Match": '"v1"'}),
    (404, "/v1/complaints/canaryaddress", None, {}),
    (422, "/v1/queue?canaryparameter=canaryvalue", None, {}),
    (422, "/v1/queue?cursor=canarycursor", None, {}),
    (422, "/v1/trends?figure=canaryfigure", None, {}),
    (400, "/v1/queue", None, {"X-Correlation-Id": "canarycorrelation"}),
]
"""Status, address, body, headers: what is refused, or asked for amiss, leaks nothing either."""


OF_NOTHING_HERE = {
    "/v1/complaints/{complaint}/likely-duplicates",
    "/v1/complaints/{complaint}/erasures/{request_id}",
}
"""Nothing was erased, and nobody complained twice: they have no control, and leak nothing."""

AT_THE_KEYBOARD = {
    "queue": "{reference}",
    "queue --json": CONTROL,
    "show {id}": "{id}",
    "show {id} --json": "{id}",
    "history {id}": "{reference}",
    "history {id} --json": CONTROL,
    "history {id} --raw": CONTROL,
    "trends --by unit": CONTROL.replace("_", " "),
    "trends --by unit --json": CONTROL,
    "projections --json": "{log_id}",
    "status --json": "{log_id}",
    "topic tail -n 500": CONTROL,
}
"""What is typed, and the control in its answer."""


def live(door: Door, grown: Callable[[str], str]) -> str:
    """Two lives through the API, their canaries grown to the length that is wanted; one's id."""
    second = planted({"narrative": "canarysecond"}, grown)
    declined = str(door.post("/complaints/receive", second)["complaint_id"])
    for step in DECLINED:
        _step(door, declined, step, grown)
    received = door.post("/complaints/receive", planted(RECEIVED, grown))
    complaint = str(received["complaint_id"])
    for step in STEPS:
        _step(door, complaint, step, grown)
        if step[0] == "offer-remedy":
            remedy = now(door, complaint)["remedies"][-1]["remedy_id"]
            door.post(f"/complaints/{complaint}/accept-remedy", {"remedy_id": remedy})
            paid = {"remedy_id": remedy, "payment_reference": grown("canarypayment")}
            door.post(f"/complaints/{complaint}/fulfil-remedy", paid)
    _attach(door, complaint, grown("canarytitle")[:LONGEST_TITLE])
    return complaint


def _step(door: Door, complaint: str, step: Step, grown: Callable[[str], str]) -> None:
    name, role, body = step
    said = body(_seen(door, complaint)) if callable(body) else body
    door.post(f"/complaints/{complaint}/{name}", planted(dict(said), grown), role)


def _seen(door: Door, complaint: str) -> Seen:
    events = door.get(f"/complaints/{complaint}/opened", role="handler")["events"]
    return Seen(now(door, complaint), events)


def _attach(door: Door, complaint: str, title: str) -> None:
    attached = door.ask(
        f"/v1/complaints/{complaint}/documents",
        body=b"canarydocument",
        headers={"Content-Type": "text/plain", "Plaint-Title": title},
    )
    assert attached.status == 201, attached.text


def planted(body: Any, grown: Callable[[str], str]) -> Any:
    """The same body with every canary in it grown."""
    if isinstance(body, dict):
        return {name: planted(value, grown) for name, value in body.items()}
    if isinstance(body, list):
        return [planted(value, grown) for value in body]
    return grown(body) if isinstance(body, str) and body.startswith("canary") else body


def now(door: Door, complaint: str) -> Any:
    """The complaint as it is."""
    return door.get(f"/complaints/{complaint}")


def in_file(folder: Path) -> Path:
    """A file to import, with one short and one long canary in every personal column."""
    file = folder / "two.csv"
    longer = ROW.replace("77", "78").replace("canarysource", "canarysource" + FILLING)
    file.write_text(CSV + ROW + longer)
    return file


def held(door: Door, complaint: str) -> set[tuple[str, str, bool]]:
    """The fields of a complaint's events that hold a canary, and whether it is a long one."""
    return {
        (event["type"], name, FILLING[:LONG_TITLE] in json.dumps(value))
        for event in door.get(f"/complaints/{complaint}/opened", role="handler")["events"]
        for name, value in event["data"].items()
        if "canary" in json.dumps(value)
    }


def personal() -> set[tuple[str, str, bool]]:
    """Every personal field of every event that there is, once for each length."""
    return {
        (kind.TYPE, name, is_long)
        for kind in TYPES.values()
        for name, mark in classes_of(kind).items()
        for is_long in (False, True)
        if mark in SEALED and name not in DIGESTS
    }


@contextmanager
def planted_in(address: str) -> Iterator[None]:
    """A table with a control, as text and as octets, in a database that is not ours."""
    with psycopg.connect(address, autocommit=True) as superuser:
        superuser.execute("CREATE TABLE planted AS SELECT %s::bytea AS word", [PLANTED.encode()])
        try:
            yield
        finally:
            superuser.execute("DROP TABLE planted")
