"""What is put in the place of a value, wherever it stands."""

from collections.abc import Iterator, Mapping
from typing import Any

from tests.fuzz.schema import Schema, Schemas

CANARY = "Zebedee-Quickthorn"
"""In what is sent amiss: no problem may repeat it."""
NOBODYS = "0b5e1f6a-7f0d-4c1e-9a53-3d9f4c0e8a11"

TEXTS: tuple[str, ...] = (
    "",
    " ",
    "\u200b\u2060",
    "\x00",
    f"{CANARY}\x00",
    f"\x1b[31m{CANARY}\r\n\x7f",
    f"\u202e{CANARY}\u2066",
    "\ud83d",
    "\U0010ffff\ufffe\ufeff",
    "e\u0301" * 300,
    CANARY,
    CANARY.lower().replace("-", "_"),
    f"'; DROP TABLE event; -- {CANARY}",
    f"%s %(x)s {{0}} ${{jndi:ldap://{CANARY}}}",
    "x" * 201,
    "x" * 60_000,
    "x" * 60_001,
    "other",
    "none",
    "-1",
    "1e400",
    "nan",
)
TIMES: tuple[str, ...] = (
    "0000-01-01",
    "0001-01-01",
    "0999-12-31",
    "1582-10-10",
    "1752-09-05",
    "1900-02-29",
    "2024-02-29",
    "2026-13-01",
    "2026-02-28",
    "2026-W10",
    "20261130",
    "9999-12-31",
    "10000-01-01",
    "٢٠٢٦-١١-٣٠",
    "0001-01-01T00:00:00+14:00",
    "9999-12-31T23:59:59-14:00",
    "2016-12-31T23:59:60Z",
    "2026-03-29T01:30:00",
    "2026-03-29T01:30:00Z",
    "2026-01-01T00:00:00+24:00",
    "2026-01-01T24:00:00Z",
    "2026-01-01T00:00:00.1234567890Z",
    "1764500000",
)
IDS: tuple[str, ...] = (
    NOBODYS,
    NOBODYS.upper(),
    NOBODYS.replace("-", ""),
    "{" + NOBODYS + "}",
    f"urn:uuid:{NOBODYS}",
    "00000000-0000-0000-0000-000000000000",
    "ffffffff-ffff-ffff-ffff-ffffffffffff",
    NOBODYS[:-1],
    NOBODYS + "0",
    "C-0R8XQJWFQ",
)
MONEY: tuple[str, ...] = (
    *("0.00", "-0.00", "-5.00", "0.001", "5", "05.00", "1e3", "999999999999999.99"),
    *("9999999999999999.99", "1,00", "NaN", "Infinity", "GBP", "gbp", "XXX", "JPY"),
)
OTHERS: tuple[Any, ...] = (
    *(None, True, False, 0, -1, 1, 1.5, 2**31, 2**53 + 1, 10**30, -(2**63) - 1),
    *([], {}, [None], [[]], {"": None}, {CANARY: CANARY}, {"$ref": "#"}),
    ["x"] * 1_001,
    [NOBODYS] * 2,
    [NOBODYS] * 1_001,
)
WHENS: tuple[Any, ...] = (
    {"unknown": True},
    {"unknown": False},
    {"at": "2026-11-01T10:00:00Z"},
    {"at": "2026-11-01T10:00:00Z", "zone": "Europe/London"},
    {"on": "2026-11-01", "zone": "Europe/London"},
    {"on": "2026-11-01"},
    {"on": "1926-11-01", "zone": "Europe/London"},
    {"on": "2126-11-01", "zone": "Europe/London"},
    {"on": "1000-01-01", "zone": "Pacific/Kiritimati"},
    {"on": "9998-12-31", "zone": "America/New_York"},
    {"on": "9999-12-31", "zone": "Etc/GMT+12"},
    {"on": "2011-12-30", "zone": "Pacific/Apia"},
    {"at": "2026-11-01T10:00:00Z", "on": "2026-11-01", "zone": "UTC"},
    {"at": "2026-11-01T10:00:00Z", "unknown": True},
    *({"on": "2026-11-01", "zone": zone} for zone in ("Europe", "../../etc/passwd", "UTC\x00", "")),
    {"zone": "UTC"},
    {"at": "2026-03-29T01:30:00Z", "zone": "localtime"},
)
EVERY: tuple[Any, ...] = (*OTHERS, *TEXTS)
NAMED: Mapping[str, tuple[Any, ...]] = {"date": TIMES, "date-time": TIMES, "uuid": IDS}


def values(schemas: Schemas, schema: Schema) -> Iterator[Any]:
    """What may be put in the place of a value of this schema: fitting shapes first."""
    forms = list(_forms(schemas, schema))
    for form in forms:
        yield from NAMED.get(form.get("format", ""), ())
        yield from form.get("enum", ())
        if {"amount", "at", "on"} & form.get("properties", {}).keys():
            yield from WHENS
        if "[0-9]" in form.get("pattern", "") or "[A-Z]{3}" in form.get("pattern", ""):
            yield from MONEY
    yield example(schemas, schema)
    yield from EVERY


def example(schemas: Schemas, schema: Schema, *, depth: int = 0) -> Any:
    """A value that this schema admits, as plain as can be."""
    form = next(_forms(schemas, schema), {})
    kind = form.get("type")
    if "const" in form or "enum" in form:
        return form.get("const", form.get("enum", [None])[0])
    if kind == "array":
        items = form.get("items", {})
        return [example(schemas, items, depth=depth + 1)] if depth < 4 else []
    if kind == "object":
        known = form.get("properties", {})
        wanted = form.get("required", ())
        return {name: example(schemas, known[name], depth=depth + 1) for name in wanted}
    return {"boolean": True, "integer": 1, "number": 1.0}.get(kind or "") or _text(form)


def _text(form: Schema) -> str:
    pattern = form.get("pattern", "")
    told = {"uuid": NOBODYS, "date": "2026-12-01", "date-time": "2026-11-01T10:00:00Z"}
    for sign, text in (("[A-Z]{3}", "GBP"), ("\\.[0-9]{1,4}", "1.00"), ("[0-9a-f]{64}", "ab" * 32)):
        if sign in pattern:
            return text
    return told.get(form.get("format", ""), "other")


def _forms(schemas: Schemas, schema: Schema) -> Iterator[Schema]:
    """The forms that a value may have but for null, references followed."""
    found = schemas.resolved(schema)
    choices = found.get("anyOf") or found.get("oneOf")
    if not choices:
        yield found
        return
    for each in choices:
        if each.get("type") != "null":
            yield from _forms(schemas, each)
