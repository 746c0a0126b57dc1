"""One stored example of every event type: made once, then compared for ever.

``python -m tests.support.golden`` writes the example of each type and schema that has none yet,
and a further one where optional fields were added since; it never touches a file that is there.
"""

import base64
import hashlib
import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin
from uuid import UUID, uuid5

from pydantic import AwareDatetime, BaseModel

from adapters import event_json, octets
from adapters.sealing import Binding, seal
from domain.event import DomainEvent
from domain.event_types import TYPES
from domain.recorded import Recorded
from domain.registry import kinds_of
from domain.values import Actor, Money, PolicyRef, When

FOLDER = Path(__file__).parent.parent / "golden" / "events"
NAMES = UUID("3f0c7a52-5c3e-4a7e-9d0a-1b6f8f2f9c11")
AT = datetime(2026, 3, 5, 9, 30, 0, 123456, tzinfo=UTC)
COMPLAINT = uuid5(NAMES, "complaint")
COMMAND = uuid5(NAMES, "command")


def path_of(kind: type[DomainEvent]) -> Path:
    """Where the stored example of a type and schema lies."""
    return FOLDER / f"{kind.TYPE}.v{kind.SCHEMA}.json"


def variants_of(kind: type[DomainEvent]) -> list[Path]:
    """All stored examples of a type and schema, the first and those with fields added since."""
    further = FOLDER.glob(f"{kind.TYPE}.v{kind.SCHEMA}-*.json")
    return [path_of(kind), *sorted(further, key=lambda path: int(path.stem.split("-")[1]))]


def fields_shown(path: Path) -> set[str]:
    """The names of the fields that a stored example holds, those inside of them too."""
    stored = json.loads(path.read_text())
    sealed = {name: held for one in stored["sealed"] for name, held in one["holds"].items()}
    return set(_names({**json.loads(stored["public"])["data"], **sealed}))


def fields_known(kind: type[DomainEvent]) -> set[str]:
    """The names of all fields that a type has, those inside of them too."""
    return set(_names(example(kind).model_dump(mode="json", exclude_none=True)))


def _names(fields: dict[str, Any]) -> Iterator[str]:
    """A field of a value, or of the values in a list, is named after what holds it."""
    for name, held in fields.items():
        yield name
        for one in held if isinstance(held, list) else [held]:
            if isinstance(one, dict):
                yield from (f"{name}.{inner}" for inner in _names(one))


def example(kind: type[DomainEvent]) -> DomainEvent:
    """An event with every field filled, optional and sealed ones too."""
    fields = {name: _value(field.annotation, name) for name, field in kind.model_fields.items()}
    return kind.model_validate(fields)


def golden(kind: type[DomainEvent], path: Path) -> dict[str, Any]:
    """The whole stored example: octets, leaf, blobs, the keys they open under, what they hold."""
    name = kind.TYPE if path == path_of(kind) else path.stem
    draft = _recorded(example(kind))
    shown: list[dict[str, Any]] = []
    digests: list[tuple[str, str]] = []
    for mark, fields in event_json.personal_fields(draft.event).items():
        key = hashlib.sha256(f"golden key {mark}".encode()).digest()
        nonce = hashlib.sha256(f"golden nonce {name} {mark}".encode()).digest()[:12]
        place = Binding(draft.stream_kind, COMPLAINT, draft.version, draft.event_id, mark.value)
        blob = seal(fields, key=key, nonce=nonce, binding=place)
        digests.append((mark.value, hashlib.sha256(blob).hexdigest()))
        shown.append({"class": mark.value, "blob": _text(blob), "key": _text(key), "holds": fields})
    public = event_json.public(draft.changed(sealed=tuple(digests)))
    return {"public": public.decode(), "leaf": octets.leaf(public).hex(), "sealed": shown}


def _text(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


def _recorded(event: DomainEvent) -> Recorded:
    stream_kind, *_ = kinds_of(type(event))
    return Recorded(
        event=event,
        event_id=octets.event_id(COMMAND, 2),
        stream_kind=stream_kind,
        stream_id=COMPLAINT,
        version=3,
        occurred=When(on=date(2026, 3, 4), zone="Europe/London"),
        recorded_at=AT,
        actor=Actor(kind="staff", id=uuid5(NAMES, "staff"), role="handler", unit="north"),
        command_id=COMMAND,
        correlation_id=uuid5(NAMES, "correlation"),
        causation_id=octets.event_id(COMMAND, 0),
        on_behalf_of=uuid5(NAMES, "party"),
        entered_from=uuid5(NAMES, "proof"),
        policy=PolicyRef(id="iso10002_default", version=1),
        state="RECEIVED" if stream_kind == "complaint" else None,
        prev=octets.leaf(b"the event before it").hex(),
    )


def _value(kind: Any, name: str) -> Any:
    origin, inner = get_origin(kind), get_args(kind)
    if origin in (Union, UnionType) or hasattr(kind, "__metadata__"):
        return _value(inner[0], name)
    if origin is Literal:
        return inner[0]
    if origin is tuple:
        return (_value(inner[0], name),)
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        return _model(kind)
    return _plain(origin or kind, name)


def _model(kind: type[BaseModel]) -> Any:
    if kind is When:
        return {"at": "2026-03-04T18:05:00Z", "zone": "Europe/London"}
    if kind is Money:
        return {"amount": "120.50", "currency": "GBP"}
    return {name: _value(field.annotation, name) for name, field in kind.model_fields.items()}


def _plain(kind: Any, name: str) -> Any:
    texts = {
        "reference": octets.reference(COMPLAINT),
        "country": "GB",
        "zone": "Europe/London",
        "received_language": "cy",
        "reply_language": "en-GB",
        "language": "en-GB",
        "row_digest": "ab" * 32,
        "content_digest": "ba" * 32,
        "ciphertext_sha256": "cd" * 32,
        "key_ids": "ef" * 16,
        "media_type": "application/pdf",
        "charset": "utf-8",
    }
    values: dict[Any, Any] = {
        dict: {"id": "an_example", "numbers": [1, 2, 3], "is_published": True},
        UUID: uuid5(NAMES, name),
        AwareDatetime: AT,
        date: date(2026, 4, 1),
        bool: True,
        int: 1,
        str: texts.get(name, f"{name}_ä" if name in PROSE else name),
    }
    return values[kind]


PROSE = (
    *("narrative", "wish", "note", "summary", "text", "reasons", "explanation", "solution"),
    *("description", "statement", "question", "content", "grounds", "basis", "detail", "title"),
    *("recipient", "person"),
)


def _unwritten(kind: type[DomainEvent]) -> Path | None:
    """Where an example of the type is missing: none is there, or none shows some of its fields."""
    variants = variants_of(kind)
    if not variants[0].exists():
        return variants[0]
    shown = set[str]().union(*map(fields_shown, variants))
    further = FOLDER / f"{kind.TYPE}.v{kind.SCHEMA}-{len(variants) + 1}.json"
    return None if fields_known(kind) <= shown else further


def main() -> None:
    """Write the example of each type and schema that has none yet, or lacks fields."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for kind in TYPES.values():
        path = _unwritten(kind)
        if path is not None:
            path.write_text(json.dumps(golden(kind, path), indent=1, ensure_ascii=False) + "\n")
            print(f"wrote {path.name}")


if __name__ == "__main__":
    main()
