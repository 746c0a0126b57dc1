"""The way to the API: real HTTP/1.1 over a socket, in which a client may write what it likes."""

import http.client
from contextlib import suppress

from tests.fuzz.asks import Answer, Ask

SECONDS = 30.0
NO_ANSWER = Answer(0, (), b"")


class Line:
    """A connection that is opened again whenever it was closed."""

    def __init__(self, port: int) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=SECONDS)

    def get(self, address: str) -> bytes:
        """The body at an address that anybody may read."""
        self._connection.request("GET", address)
        return self._connection.getresponse().read()

    def ask(self, ask: Ask, key: str | None) -> Answer:
        """Whatever comes of a request. key: none sends none."""
        # Too much was sent, perhaps: what is said of it may have come all the same.
        with suppress(http.client.HTTPException, OSError):
            self._send(ask, key)
        try:
            told = self._connection.getresponse()
            answer = Answer(told.status, tuple(told.getheaders()), told.read())
        except (http.client.HTTPException, OSError):
            answer = NO_ANSWER
        if ask.is_free or not answer.status:
            # What it left in the line would be read as the beginning of the next request.
            self.close()
        return answer

    def close(self) -> None:
        """Hang up."""
        with suppress(OSError):
            self._connection.close()

    def _send(self, ask: Ask, key: str | None) -> None:
        body = ask.body
        self._connection.putrequest(ask.operation.method, ask.address, skip_accept_encoding=True)
        if key is not None and not ask.sends("Authorization"):
            self._connection.putheader("Authorization", f"Bearer {key}")
        for name, value in ask.headers:
            self._connection.putheader(name, value)
        framed = ask.sends("Content-Length") or ask.sends("Transfer-Encoding")
        if body is not None and not framed:
            self._connection.putheader("Content-Length", str(len(body)))
        self._connection.endheaders(body)
