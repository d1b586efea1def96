"""Keeping an installation: ways in, and the record checked and handed out."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from sekisho.kernel.errors import NotFound

if TYPE_CHECKING:
    from sekisho.cli.commands import Commands


def add_to(commands: Commands) -> None:
    """Declare the commands."""
    link = commands.add_parser("sign-in-link", help="print a one-time sign-in link for somebody")
    link.add_argument("email")
    link.set_defaults(act=lambda options: print_sign_in_link(options.email))
    check = commands.add_parser("audit-verify", help="check the whole audit chain")
    check.set_defaults(act=lambda _options: verify_audit())
    export = commands.add_parser("audit-export", help="write the chain for an outside verifier")
    export.add_argument("file", type=Path)
    export.set_defaults(act=lambda options: export_audit(options.file))


def first_way_in() -> tuple[str, str]:
    """A fresh token and whose it is while no administrator has a password; empty afterwards."""
    from sekisho.apps.accounts.actions import issue_sign_in_link
    from sekisho.apps.accounts.queries import (
        has_administrator_with_password,
        people_for,
    )
    from sekisho.kernel import clock
    from sekisho.kernel.actor import SYSTEM, Role

    if has_administrator_with_password():
        return "", ""
    for person in people_for(SYSTEM):
        if any(role is Role.ADMINISTRATOR for role, _at in person.grants):
            return issue_sign_in_link(SYSTEM, uid=person.uid, now=clock.now()), person.email
    raise NotFound("accounts.no_administrator")


def print_sign_in_link(email: str) -> None:
    """Print the path of a one-time link. Raises NotFound for an unknown address."""
    from sekisho.apps.accounts.actions import issue_sign_in_link
    from sekisho.apps.accounts.queries import people_for
    from sekisho.kernel import clock
    from sekisho.kernel.actor import SYSTEM

    people = {person.email: person for person in people_for(SYSTEM)}
    person = people.get(email.strip().lower())
    if person is None:
        raise NotFound("accounts.no_person", email=email)
    token = issue_sign_in_link(SYSTEM, uid=person.uid, now=clock.now())
    sys.stdout.write(f"/sign-in/first/{token}\n")


def verify_audit() -> int:
    """Check every link of the chain; 0 when it holds, 1 when it does not."""
    from sekisho.apps.audit.queries import chain_report

    report = chain_report()
    if report.first_bad is None:
        sys.stdout.write(f"The chain holds: {report.entries} entries, head {report.head}\n")
        return 0
    sys.stdout.write(f"The chain is broken at entry {report.first_bad}: {report.reason}\n")
    return 1


def export_audit(path: Path) -> None:
    """Write one JSON line an entry, for `sekisho.cli.verify_audit` on another machine."""
    from sekisho.apps.audit.queries import export_lines

    with path.open("w", encoding="utf-8") as file:
        file.writelines(f"{line}\n" for line in export_lines())
