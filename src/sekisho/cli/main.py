"""The `sekisho` command: one subcommand a task, one translator for problems.

Exit codes come from the kind of problem (kernel/errors.py); `--debug` shows where it arose.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable
from typing import Protocol

from sekisho.cli import assets, backup, keep, kernels, messages, prepare, restore, run, services
from sekisho.kernel.errors import Problem

_COMMANDS = (prepare, run, services, backup, restore, keep)


class MakeReady(Protocol):
    """What config offers to do before Django loads."""

    def __call__(self, *, is_new_allowed: bool) -> None:
        """Make or check folders and keys."""


def main(arguments: list[str] | None = None, *, make_ready: MakeReady) -> None:
    """Parse, run, and end the process with the command's exit code."""
    options = _parser().parse_args(arguments)
    try:
        if options.needs_django:
            make_ready(is_new_allowed=options.is_new_allowed)
            _load_django()
        sys.exit(options.act(options) or 0)
    except Problem as problem:
        if options.debug:
            raise
        sys.stderr.write(f"sekisho: {_sentence_of(problem)}\n")
        sys.exit(problem.exit_code)
    except KeyboardInterrupt:
        sys.exit(130)


def _sentence_of(problem: Problem) -> str:
    """What a page would say, and the code to look it up by."""
    from django.apps import apps
    from django.conf import settings

    if not apps.ready:
        # Too early for the settings, and so for a catalogue: the English messages themselves.
        if not settings.configured:
            settings.configure(USE_I18N=False)
        from sekisho.ui.sentences import register_all

        register_all()
    from sekisho.ui.problems import sentence_of

    return f"{sentence_of(problem)} [{problem.code}]"


def _load_django() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sekisho.config.settings")
    import django

    django.setup()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="sekisho", description="Supply-chain security desk.")
    parser.add_argument("--debug", action="store_true", help="show where a problem arose")
    parser.set_defaults(needs_django=True, is_new_allowed=False)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    _plain(commands, "assets", "install the front-end files by npm", assets.install_assets)
    _plain(commands, "kernels", "compile the chain engine", kernels.compile_kernels)
    _plain(commands, "messages", "compile the catalogues", messages.compile_messages)
    for module in _COMMANDS:
        module.add_to(commands)
    return parser


def _plain(
    commands: argparse._SubParsersAction[argparse.ArgumentParser],
    name: str,
    text: str,
    act: Callable[[], object],
) -> None:
    command = commands.add_parser(name, help=text)
    command.set_defaults(act=lambda _options: act() and None, needs_django=False)
