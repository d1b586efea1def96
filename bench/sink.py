"""A mail server that takes everything and keeps nothing, fast enough not to be what is measured.

aiosmtpd, which the tests use, takes about a millisecond for a message; this one a tenth of that.
Prints its port, serves until its input ends, then prints how many messages it took.
"""

from __future__ import annotations

import asyncio
import sys

_ANSWERS = {
    b"EHLO": b"250-sink\r\n250 8BITMIME\r\n",
    b"HELO": b"250 sink\r\n",
    b"MAIL": b"250 2.1.0 OK\r\n",
    b"RCPT": b"250 2.1.5 OK\r\n",
    b"RSET": b"250 2.0.0 OK\r\n",
    b"NOOP": b"250 2.0.0 OK\r\n",
    b"DATA": b"354 Go on\r\n",
    b"QUIT": b"221 2.0.0 Bye\r\n",
}
_END = b"\r\n.\r\n"
_taken = [0]


class Sink(asyncio.Protocol):
    """One connection."""

    def connection_made(self, transport):
        self.transport = transport
        self.rest = b""
        self.is_in_data = False
        transport.write(b"220 sink\r\n")

    def data_received(self, data):
        self.rest += data
        while self._step():
            pass

    def _step(self):
        """Take one command or one content from what has come; False when more must come."""
        end = self.rest.find(_END if self.is_in_data else b"\r\n")
        if end < 0:
            return False
        if self.is_in_data:
            self.rest, self.is_in_data = self.rest[end + len(_END) :], False
            _taken[0] += 1
            self.transport.write(b"250 2.0.0 Taken\r\n")
            return True
        word, self.rest = self.rest[:4].upper(), self.rest[end + 2 :]
        self.transport.write(_ANSWERS.get(word, b"500 5.5.2 What?\r\n"))
        self.is_in_data = word == b"DATA"
        if word == b"QUIT":
            self.transport.close()
        return True


async def serve():
    """Listen on a free port until the input ends."""
    loop = asyncio.get_running_loop()
    server = await loop.create_server(Sink, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await loop.run_in_executor(None, sys.stdin.read)
    server.close()
    print(_taken[0], flush=True)


if __name__ == "__main__":
    asyncio.run(serve())
