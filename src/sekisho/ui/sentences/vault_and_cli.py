"""Sentences for the entrance, sealed data, the command line and the front-end files."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from sekisho.ui.problems import Sentence

_KEY = _("Please put back the key file that belongs to this data.")
_BACK = _("Please bring the data back from a back-up; nothing of it is shown until then.")
_OTHER_BACKUP = _("Please use another back-up.")
_LOCK = _("Please check out the whole project again.")

VAULT_AND_CLI_SENTENCES: dict[str, Sentence] = {
    "entrance.not_granted": (
        _("Your role does not allow this."),
        _("Ask an administrator if you need it."),
    ),
    "entrance.no_page": (
        _("There is nothing here for you."),
        _("The address may be old, or it belongs to somebody else."),
    ),
    "entrance.too_large": (_("This is too large."), _("Please send a smaller one.")),
    "entrance.failed": (
        _("Something failed on our side."),
        _("Please try again in a few minutes; what was saved is kept."),
    ),
    "vault.key_file_exists": (
        _("There is a key file “%(path)s” already, and it is never overwritten."),
        _("Please use it, or move it away if it belongs to other data."),
    ),
    "vault.key_file_unreadable": (
        _("The key file “%(path)s” cannot be read."),
        _("Please put back an undamaged copy."),
    ),
    "vault.data_key_closed": (_("The key file does not fit this data (key %(key)s)."), _KEY),
    "vault.not_sealed": (_("A value that must be encrypted is not."), _BACK),
    "vault.other_key": (
        _("A value was encrypted with the key of somebody else (%(table)s, %(field)s)."),
        _BACK,
    ),
    "vault.cannot_open": (
        _("An encrypted value does not open (%(table)s, %(field)s): it was changed or moved."),
        _BACK,
    ),
    "cli.backup_damaged": (
        _("The back-up “%(file)s” is damaged or not complete: %(member)s"),
        _OTHER_BACKUP,
    ),
    "cli.backup_unreadable": (_("“%(file)s” cannot be read as a back-up."), _OTHER_BACKUP),
    "cli.demo_flag": (
        _("DEMO is “%(value)s”, but it can be only 0 or 1."),
        _("Please write DEMO=1 for the demo story or DEMO=0 without it."),
    ),
    "cli.no_program": (
        _("The program “%(program)s” is not on this machine."),
        _("Please install the client programs of PostgreSQL."),
    ),
    "cli.not_empty": (
        _("This installation already holds data (folder “%(folder)s”)."),
        _(
            "Restore into a new one: set SEKISHO_DATA to an empty folder, or name an empty "
            "database."
        ),
    ),
    "cli.other_keys": (
        _("The back-up “%(file)s” was made with other keys."),
        _("Please put the key file of that time where SEKISHO_KEY_FILE points."),
    ),
    "cli.other_database": (
        _("The back-up comes from another kind of database (%(database)s)."),
        _("Please set SEKISHO_DATABASE_URL to the same kind."),
    ),
    "cli.port_taken": (
        _("The port %(port)s is taken by another program."),
        _("Please stop that one, or start with SEKISHO_PORT=8001."),
    ),
    "cli.program_failed": (
        _("The program “%(program)s” ended with the code %(exit_code)s: %(said)s"),
        _("Please check whether the database is reached and both have the same version."),
    ),
    "assets.file_missing": (_("The front-end package lacks the file “%(file)s”."), _LOCK),
    "assets.no_lock": (_("There is no package-lock.json in “%(folder)s”."), _LOCK),
    "assets.no_node": (
        _("There is no node on this machine."),
        _("Please install node, or the Python package %(package)s."),
    ),
    "assets.npm_failed": (
        _("npm ended with the code %(exit_code)s: %(said)s"),
        _("Please check the connection to the package registry and try again."),
    ),
}
