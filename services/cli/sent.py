"""Commands of somebody with a key of their own: sent over HTTP, told as those that are typed."""

import os
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, BinaryIO
from urllib.parse import quote, urlencode

from rich.text import Text

from domain.complaint.documents.attaching import DocumentSaid
from domain.complaint.documents.letters import LetterSaid
from domain.decider import AnyDecider
from domain.decision_context import Command
from domain.registry import COMMANDS, aggregate_of
from domain.values import instant_text
from services.cli.api_client import Answer, Api
from services.cli.door_words import at_keyboard
from services.cli.formatting import counted, state
from services.cli.terminal import print_json, print_line, say
from services.representations.addresses import address_of
from services.representations.addresses import path_of as route_of_command

ASKED = re.compile(r"approval_id ([0-9a-f]{8})")
"""What a remark names that is to be approved by somebody else."""
OF_THE_API = ("links", "document_id")
"""What the API answers beside what the keyboard answers for programs."""


@dataclass(frozen=True, slots=True)
class Sent:
    """A command as the API answered it."""

    body: Mapping[str, Any]
    is_repeat: bool


def send(
    api: Api,
    kind: AnyDecider,
    command: Command,
    *,
    reference: str | None = None,
    version: int | None = None,
    key: str | None = None,
) -> Sent:
    """Give a command. key: what makes a repetition recognisable. Raises RequestFailed."""
    body = command.model_dump(mode="json", exclude_unset=True)
    return sent(api.post(_path(kind, reference), body, version=version, key=key))


def attach(
    api: Api, reference: str, said: DocumentSaid, content: BinaryIO, *, key: str | None
) -> Sent:
    """Attach a document. Raises RequestFailed."""
    query: dict[str, Any] = {"supplied_by": said.supplied_by}
    for name in ("translation_of", "translated_by"):
        query |= {name: value} if (value := getattr(said, name)) is not None else {}
    if said.occurred is not None:
        at, on = said.occurred.at, said.occurred.on
        query |= {"at": instant_text(at)} if at else {"on": on} if on else {}
    charset = f"; charset={said.charset}" if said.charset else ""
    size = os.fstat(content.fileno()).st_size
    headers = {"Content-Type": f"{said.media_type}{charset}", "Content-Length": str(size)}
    if said.title is not None:
        headers["Plaint-Title"] = quote(said.title, safe="")
    path = f"{_path(COMMANDS['attach_document'], reference)}?{urlencode(query)}"
    return sent(api.post(path, content, key=key, headers=headers))


def letter(
    api: Api, reference: str, said: LetterSaid, *, is_sent: bool, key: str | None = None
) -> Answer:
    """A letter as it would be, or sent. Raises RequestFailed."""
    body = said.model_dump(mode="json", exclude_unset=True) | {"is_sent": is_sent}
    return api.post(_path(COMMANDS["send_letter"], reference), body, key=key)


def show(result: Sent, *, as_json: bool) -> None:
    """Tell what a command came to, as the keyboard tells its own."""
    body = result.body
    if as_json:
        plain = {name: value for name, value in body.items() if name not in OF_THE_API}
        print_json({**plain, "is_repeat": result.is_repeat})
        return
    if "complaint" in body:
        _show_own(body["complaint"], "recorded before" if result.is_repeat else "recorded")
        say_remarks(body["remarks"], body["complaint"]["reference"] if body["complaint"] else None)
        return
    if "stream_id" in body:
        line = told_of(body["state"].get("reference"), body["state"].get("state"))
        print_line(line.append(f", version {body['version']}", style="not bold"))
        return
    line = told_of(body["reference"], body["state"])
    recorded = "recorded before" if result.is_repeat else "recorded"
    events = counted(len(body["events"]), "event")
    outcome = f"{events} {recorded}" if body["events"] else "nothing new to record"
    print_line(line.append(f", version {body['version']}: {outcome}", style="not bold"))
    for one in body["events"]:
        elsewhere = one["complaint_id"] != body["complaint_id"]
        where = f"  in {one['complaint_id']}" if elsewhere else ""
        print_line(f"{one['version']:>3}  {one['type']}{where}", indent=2)
    say_remarks(body["remarks"], body["reference"])


def _show_own(complaint: Mapping[str, Any] | None, recorded: str) -> None:
    """What a party's command came to: how their complaint stands for them, and no version of it."""
    if complaint is None:
        print_line(f"{recorded}; you have no part in this complaint any more")
        return
    line = told_of(complaint["reference"], complaint["state"])
    print_line(line.append(f": {recorded}", style="not bold"))
    print_line(complaint["state_in_words"], indent=2)


def say_remarks(remarks: Iterable[str], reference: str | None) -> None:
    """What whoever gave a command should know, and what a second person types, if it takes one."""
    for remark in remarks:
        say(at_keyboard(remark))
        if named := ASKED.search(remark):
            say(f"here: plaint --key @FILE grant-approval {reference} --approval-id {named[1]}")


def _path(kind: AnyDecider, reference: str | None) -> str:
    if reference is None:
        return route_of_command(kind)
    return f"{address_of(aggregate_of(kind.name), reference)}/{kind.address}"


def told_of(reference: str | None, named: str | None) -> Text:
    """What something is called and its state, as far as it has both."""
    line = Text(reference or "", style="bold")
    return line.append(" is ").append_text(state(named)) if named else line


def sent(answer: Answer) -> Sent:
    """A command as it was answered."""
    return Sent(answer.body, "idempotency-replayed" in map(str.lower, answer.headers))
