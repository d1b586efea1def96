"""`sekisho prepare`: bring the database and the shipped content up to date; safe to run again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sekisho.cli.messages import compile_messages

if TYPE_CHECKING:
    from sekisho.cli.commands import Commands


def add_to(commands: Commands) -> None:
    """Declare the command."""
    command = commands.add_parser("prepare", help="prepare the database and the shipped content")
    command.set_defaults(act=lambda _options: prepare_installation(), is_new_allowed=True)


def prepare_installation() -> None:
    """Migrate, make the cache table, load question sets, set schedules."""
    from django.core.management import call_command

    from sekisho.apps.asks.actions.sets import load_question_sets
    from sekisho.apps.work.jobs import plan_schedules
    from sekisho.kernel import clock
    from sekisho.kernel.actor import SYSTEM

    compile_messages()
    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)
    load_question_sets(SYSTEM, now=clock.now())
    plan_schedules()
