"""Sessions in the database as Django keeps them, looked up without wording the query anew."""

from __future__ import annotations

from typing import Any

from django.contrib.sessions.backends.db import SessionStore as DatabaseStore

from sekisho.apps.accounts.queries import live_session


class SessionStore(DatabaseStore):
    """Every page begins with this look-up."""

    def _get_session_from_db(self) -> Any:
        found = live_session(self.session_key)
        if found is None:
            self._session_key = None
        return found
