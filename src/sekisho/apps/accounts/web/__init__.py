"""The accounts room's entrances: the gate's middleware, sign-in, people, language."""

from __future__ import annotations

from sekisho.apps.accounts.web.adapters import AccountAdapter, SecondFactorAdapter
from sekisho.apps.accounts.web.gate import ActorMiddleware

__all__ = ["AccountAdapter", "ActorMiddleware", "SecondFactorAdapter"]
