"""An alert in the cast's house, passed on to everybody."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sekisho.apps.accounts.queries import actor_of_link, link_of_subject
from sekisho.apps.alerts.actions.alerts import create_alert
from sekisho.apps.alerts.actions.notices import NoticePlan, draft_notice
from sekisho.apps.asks.actions.profiles import save_profile
from sekisho.apps.asks.actions.waves import send_wave
from sekisho.apps.asks.models import Assignment
from sekisho.apps.asks.queries.drafts import ask_for
from sekisho.apps.asks.queries.profiles import Sender
from sekisho.engines.notices import AlertText, DemandedAction
from sekisho.kernel.actor import Actor
from sekisho.kernel.text import Bilingual
from tests.engines.notices.alert import ALERT
from tests.factories.asking import prepare
from tests.factories.cast import Cast

TEXT = ALERT
MORE = replace(
    TEXT, actions=(*TEXT.actions, DemandedAction("03", Bilingual("再起動する", "Restart")))
)


@dataclass(frozen=True, slots=True)
class Told:
    """An alert that was sent: its outside id, its ask's, and the moment."""

    alert: uuid.UUID
    ask: uuid.UUID
    now: datetime

    def link(self, organisation_id: int, *, is_confirmed: bool = True) -> Actor:
        """The holder of the link that went to an organisation."""
        row = Assignment.objects.get(ask__uid=self.ask, subject_id=organisation_id)
        found = link_of_subject(row.pk)
        assert found is not None
        return actor_of_link(found.uid, is_confirmed=is_confirmed, now=self.now)


def written(cast: Cast, text: AlertText = TEXT) -> uuid.UUID:
    return create_alert(cast.aoi, organisation_uid=cast.home.uid, text=text, now=cast.now)


def passed_on(cast: Cast, alert: uuid.UUID, plan: NoticePlan | None = None, after: int = 0) -> Told:
    now = cast.now + timedelta(minutes=after)
    sender = Sender(
        department=Bilingual("情報セキュリティ室", "Security Office"),
        contact_name=Bilingual("あおい", "Aoi"),
        contact_email="security@home.example",
    )
    save_profile(cast.aoi, organisation_uid=cast.home.uid, sender=sender, answer_days=3, now=now)
    ask = draft_notice(cast.aoi, uid=alert, plan=plan or NoticePlan(), now=now)
    prepare(send_wave(cast.aoi, uid=ask, revision=ask_for(cast.aoi, ask).revision, now=now))
    return Told(alert, ask, now)
