"""Before Django loads: folders and keys of a new installation, and a check of an existing one.

Keys are made only where no installation has been: a missing key file beside an existing database
must stop the start, because new keys could open nothing of it.
"""

from __future__ import annotations

from sekisho.adapters.vault import create_key_file
from sekisho.config.env import WrongSetting, environment

MARK = "installation"


def make_ready(*, is_new_allowed: bool) -> None:
    """Make folders and keys when there are none. Raises WrongSetting with a sentence.

    With `is_new_allowed` False (every command but those that prepare) a missing installation is
    reported, not made.
    """
    env = environment()
    data, key_file = env.path("SEKISHO_DATA"), env.path("SEKISHO_KEY_FILE")
    is_installed = (data / MARK).exists() or (data / "sekisho.sqlite3").exists()
    if key_file.exists():
        data.mkdir(parents=True, exist_ok=True, mode=0o700)
        return
    if is_installed:
        raise WrongSetting(
            f"The data in {data} belongs to a key file that is not at {key_file}. Put that file "
            "back; a new one could not open the data."
        )
    if not is_new_allowed:
        raise WrongSetting(
            f"There is no installation here yet: no key file at {key_file}. Start with: make run. "
            "Before a restore, put the key file of that back-up there."
        )
    data.mkdir(parents=True, exist_ok=True, mode=0o700)
    create_key_file(key_file)
    (data / MARK).write_text("The keys of this data lie outside this folder.\n", encoding="ascii")
