"""What was found is read by both sides, and only by them."""

from __future__ import annotations

import pytest

from sekisho.apps.measures.actions.findings import NewFinding, open_findings
from sekisho.apps.measures.queries.sealed import FindingWords
from sekisho.kernel.actor import SYSTEM
from sekisho.kernel.text import Bilingual
from tests.factories.answering import invite, open_ask
from tests.factories.cast import Cast, respondent_client

pytestmark = pytest.mark.django_db


def test_the_respondent_reads_its_finding_and_another_partner_does_not(cast: Cast) -> None:
    ask = open_ask(cast)
    chika, dan = invite(cast, ask, cast.chika), invite(cast, ask, cast.dan)
    words = FindingWords(
        key="M22-RR-02",
        question=Bilingual("多要素認証", "MFA"),
        what="装置を替えます",
        who="総務部",
    )
    finding = NewFinding(
        organisation_id=cast.a.id,
        asked_by_id=cast.home.id,
        source="ask",
        source_id=chika.assignment_id,
        is_high=True,
        words=words,
        due_on=None,
        reported_at=cast.now,
    )
    open_findings(SYSTEM, findings=[finding], now=cast.now)
    own = respondent_client(chika.link_uid).get(f"/r/a/{chika.link_uid}/")
    other = respondent_client(dan.link_uid).get(f"/r/a/{dan.link_uid}/")
    assert "一緒に見届けること" in own.text
    assert "装置を替えます" in own.text
    assert "装置を替えます" not in other.text
    unconfirmed = respondent_client(chika.link_uid, is_confirmed=False)
    assert unconfirmed.get(f"/r/a/{chika.link_uid}/").status_code == 302
