"""The welcome comes when the API of this very installation is ready, however late that is."""

from contextlib import nullcontext
from pathlib import Path

import pytest

from adapters.local.folder import DataFolder
from adapters.local.ports import hold_port
from adapters.postgres.roles import LOGINS
from adapters.secrets import make_secrets
from services.operations import greeting
from services.operations.greeting import Greeting
from services.operations.own_api import asked_at
from services.operations.starting import Screen
from tests.support.answering import http_of


@pytest.fixture
def folder(tmp_path: Path) -> DataFolder:
    made = DataFolder(tmp_path)
    made.secrets.mkdir()
    make_secrets(made.secrets, LOGINS)
    return made


def identity(folder: DataFolder) -> str:
    return make_secrets(folder.secrets, LOGINS).identity


def test_it_is_said_once_and_before_that_once_that_the_api_is_late(
    folder: DataFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(greeting, "LATE_SECONDS", 0.0)
    said: list[str] = []
    screen = Screen(said.append, lambda *_: nullcontext(lambda _done: None))
    with http_of(identity(folder), status=503) as port:
        late = Greeting(folder, asked_at("127.0.0.1", port), screen)
        late.look()
        late.look()
    assert [line.partition(":")[0] for line in said] == ["the API does not answer yet"]
    with http_of(identity(folder)) as port:
        ready = Greeting(folder, asked_at("127.0.0.1", port), screen)
        ready.look()
        ready.look()
    assert said.count(f"Plaint serves on http://127.0.0.1:{port} (OpenAPI: /openapi.json)") == 1
    assert ready.is_said and not late.is_said


def test_neither_silence_nor_the_answer_of_another_installation_is_a_reason(
    folder: DataFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(greeting, "ANSWER_SECONDS", 0.2)
    said: list[str] = []
    screen = Screen(said.append, lambda *_: nullcontext(lambda _done: None))
    with hold_port(None, None) as held:
        silent = Greeting(folder, asked_at("127.0.0.1", held.getsockname()[1]), screen)
        silent.look()
    with http_of("another") as port:
        foreign = Greeting(folder, asked_at("127.0.0.1", port), screen)
        foreign.look()
    assert (said, silent.is_said, foreign.is_said) == ([], False, False)
