"""The demo is told once in an installation of its own and leaves every room with work to show."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.factories.installations import new_installation

pytestmark = pytest.mark.slow
_TELL = """
from sekisho.cli.demo import load_demo
load_demo(say=lambda line: None)
"""
_COUNT = """
import json
from sekisho.apps.accounts.models import Person
from sekisho.apps.accounts.queries import actor_of_person
from sekisho.apps.asks.models import Ask, Submission, Wave
from sekisho.apps.keeping.queries.rules import rule_for
from sekisho.apps.mail.models import OutboxLetter
from sekisho.apps.papers.models import PaperLetter
from sekisho.apps.reminders.models import Series, StepDone
from sekisho.apps.rules.models import Deviation, Edition
from sekisho.apps.sharing.models import Consent
from sekisho.apps.workbooks.models import Filing
from sekisho.apps.workbooks.queries.staged import batch_for
from sekisho.kernel import clock
aoi, now = actor_of_person(Person.objects.earliest("id").pk), clock.now()
(batch,) = Filing.objects.values_list("batch_uid", flat=True)
(line,) = batch_for(aoi, batch, now=now)
letters = PaperLetter.objects.filter(printed_at__isnull=False)
print(json.dumps({
    "asks": list(Ask.objects.order_by("id").values_list("state", flat=True)),
    "submissions": Submission.objects.count(),
    "reminder waves": Wave.objects.filter(kind="reminder").count(),
    "reminders by plan": StepDone.objects.filter(outcome="sent").count(),
    "series": Series.objects.filter(is_on=True).count(),
    "consents": Consent.objects.count(),
    "due letters": rule_for(aoi, "letters", now=now).due,
    "editions": Edition.objects.filter(issued_at__isnull=False).count(),
    "exceptions": list(Deviation.objects.values_list("state", flat=True)),
    "faults": len(line.staged.reading.faults),
    "printed": letters.count(),
    "posted": letters.filter(posted_on__isnull=False).count(),
    "letters failed": OutboxLetter.objects.filter(state="failed").count(),
}))
"""


def test_every_room_of_the_demo_has_something_to_show(tmp_path: Path) -> None:
    house = new_installation(tmp_path / "here")
    assert house.sekisho("prepare").returncode == 0
    house.code(_TELL)
    found = json.loads(house.code(_COUNT))
    assert found.pop("submissions") > 150
    assert found.pop("reminders by plan") > 0
    assert found.pop("due letters") > 0
    assert found == {
        "asks": ["closed", "open", "open", "open", "open"],
        "reminder waves": 1,
        "series": 1,
        "consents": 3,
        "editions": 1,
        "exceptions": ["proposed"],
        "faults": 1,
        "printed": 4,
        "posted": 2,
        "letters failed": 0,
    }
