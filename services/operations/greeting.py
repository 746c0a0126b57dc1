"""What ``plaint up`` says when its API answers, however long that takes."""

import time

from adapters.local.folder import DataFolder
from adapters.secrets import read_secrets
from services.operations.own_api import who_answers
from services.operations.starting import Screen

LATE_SECONDS = 30.0
ANSWER_SECONDS = 2.0


class Greeting:
    """The welcome, said once; where the API is late, that is said first."""

    def __init__(self, folder: DataFolder, address: str, screen: Screen) -> None:
        self._folder = folder
        self._address = address
        self._screen = screen
        self._identity = read_secrets(folder.secrets).identity
        self._late_at = time.monotonic() + LATE_SECONDS
        self.is_said = False

    def look(self) -> None:
        """Ask whether the API of this very installation is ready, and say so when it is."""
        if self.is_said:
            return
        if who_answers(self._address, "/readyz", seconds=ANSWER_SECONDS) == self._identity:
            self.is_said = True
            self._welcome()
        elif time.monotonic() > self._late_at:
            self._late_at = float("inf")
            log = self._folder.path / "log" / "api.log"
            self._screen.say(f"the API does not answer yet: see {log}")

    def _welcome(self) -> None:
        path, say = self._folder.path, self._screen.say
        data = "" if path == DataFolder.default() else f" --data {path}"
        say(f"Plaint serves on {self._address} (OpenAPI: /openapi.json)")
        say(f"data: {path}   logs: {path / 'log'}")
        say("in another terminal, try:")
        tail = ["topic tail -n 3"] if self._folder.read_run().get("kafka") else []
        for command in ("queue", "trends", "status", *tail):
            say(f"  .venv/bin/plaint {command}{data}")
        say("Ctrl-C stops; nothing is lost")
