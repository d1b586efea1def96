"""The formal letter beside the mail."""

from __future__ import annotations

import pytest

from sekisho.apps.asks.jobs.letters import render_requests
from sekisho.apps.asks.models import Assignment
from sekisho.apps.mail.events import LetterRef
from sekisho.apps.mail.jobs.hand_over import HandOver
from sekisho.apps.mail.models import LocalLetter
from sekisho.apps.mail.queries.local import local_letter_for
from sekisho.apps.papers.actions.choices import save_choices
from sekisho.apps.papers.queries.choices import PaperChoices
from tests.factories.asking import Wish, sent_ask
from tests.factories.papers import text_of

pytestmark = pytest.mark.django_db


def rendered(cast):
    row = Assignment.objects.get()
    (letter,) = render_requests([LetterRef(1, row.pk, cast.chika.id, "ja")]).values()
    return letter


def test_a_mail_carries_no_file_unless_its_ask_chose_so(cast):
    sent_ask(cast, Wish(listed=("A-001",)))
    assert rendered(cast).enclosures == ()


def test_the_attached_letter_says_what_the_mail_says_and_the_link_stays_in_both(cast):
    ask = sent_ask(cast, Wish(listed=("A-001",)))
    choices = PaperChoices(has_season=False, attaches_pdf=True)
    save_choices(cast.aoi, uid=ask.uid, choices=choices, now=cast.now)
    letter = rendered(cast)
    (file,) = letter.enclosures
    assert (file.name, file.media_type) == (f"{ask.number}-ja.pdf", "application/pdf")
    link = next(word for word in letter.text.split() if "/r/" in word and "check" not in word)
    plain = "".join(text_of(file.data).split())
    assert link in plain
    assert "ちか様" in plain
    assert "敬具" in plain


def test_the_local_mailbox_names_the_file(cast):
    ask = sent_ask(cast, Wish(listed=("A-001",)))
    save_choices(cast.aoi, uid=ask.uid, choices=PaperChoices(attaches_pdf=True), now=cast.now)
    HandOver().next_batch()
    found = local_letter_for(cast.aoi, LocalLetter.objects.latest("id").uid)
    assert found.enclosed == [f"{ask.number}-ja.pdf"]
