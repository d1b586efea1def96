"""`python -m sekisho`: lets config look at the start, then hands over to the command line."""

from __future__ import annotations

from sekisho.cli.main import main
from sekisho.config.compiled import place_kernels
from sekisho.config.env import environment
from sekisho.config.first_start import make_ready


def start() -> None:
    """The `sekisho` command."""
    place_kernels(environment().path("SEKISHO_DATA"))
    main(make_ready=make_ready)


if __name__ == "__main__":
    start()
