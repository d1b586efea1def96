"""The product's settings with one change: passwords are hashed quickly."""

from __future__ import annotations

import os
import tempfile

from tests import environment

if environment.FOLDER not in os.environ:
    # mypy leaves without tidying up, so it gets the same folder every time.
    os.environ[environment.FOLDER] = f"{tempfile.gettempdir()}/sekisho-types-{os.getuid()}"
    environment.prepare_settings()

from sekisho.config.settings import *  # noqa: F403 - Django reads every name from here

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
