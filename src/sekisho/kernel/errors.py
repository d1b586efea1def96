"""The one family of errors that Sekisho raises on purpose.

    Problem
    ├── Invalid       400  2   what was given cannot be accepted; `params` names the place
    ├── Unreadable    422  3   a file, message or ciphertext could not be read at all
    ├── Forbidden     403  4   the actor may never do this
    ├── NotFound      404  5   not there, or not visible to the actor: the same answer
    ├── Conflict      409  6   somebody else changed it, or the state does not allow it
    ├── TooLarge      413  7   over a stated limit
    └── Unavailable   503  8   something this needs cannot be reached just now

Each carries a stable `code` (documented in docs/*/guide/errors.md), clear `params`, and is turned
into words by exactly one translator per entrance: web page, API problem document, command line.
A verdict (a wrong signature, an unmet measure) is a value, never an error.
"""

from __future__ import annotations

from typing import ClassVar


class Problem(Exception):
    """Something could not be answered or done.

    `code` is dotted lower case ("partners.import.no_heading"); `params` holds only what the reader
    may see, as text or whole numbers.
    """

    http_status: ClassVar[int] = 500
    exit_code: ClassVar[int] = 1

    def __init__(self, code: str, **params: str | int) -> None:
        """Keep the code and what its sentence needs."""
        super().__init__(code)
        self.code = code
        self.params = params

    def __str__(self) -> str:
        """Code and parameters, for logs and the command line's --debug."""
        details = ", ".join(f"{key}={value!r}" for key, value in sorted(self.params.items()))
        return f"{self.code} ({details})" if details else self.code


class Invalid(Problem):
    """What was given cannot be accepted."""

    http_status = 400
    exit_code = 2


class Unreadable(Problem):
    """A file, message or ciphertext could not be read at all."""

    http_status = 422
    exit_code = 3


class Forbidden(Problem):
    """The actor may never do this, whoever owns the thing."""

    http_status = 403
    exit_code = 4


class NotFound(Problem):
    """Not there, or not visible to the actor: both look the same."""

    http_status = 404
    exit_code = 5


class Conflict(Problem):
    """The state changed meanwhile or does not allow this."""

    http_status = 409
    exit_code = 6


class TooLarge(Problem):
    """Over a stated limit."""

    http_status = 413
    exit_code = 7


class Unavailable(Problem):
    """Something that this needs cannot be reached just now."""

    http_status = 503
    exit_code = 8
