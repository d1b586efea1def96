"""Keeping and erasing as the office lives it: a time, a hold, a person, a partner in a file."""

from __future__ import annotations

import zipfile

import pytest

from sekisho.apps.keeping import jobs
from sekisho.apps.keeping.models import Hold, Rule
from sekisho.apps.partners.actions import remove_contact
from sekisho.apps.partners.models import Contact
from tests.journeys.conftest import DESK, PHONE
from tests.journeys.office import Office

pytestmark = pytest.mark.journey
WALKS = [
    pytest.param("ja", DESK, id="ja"),
    pytest.param("en", PHONE, id="en", marks=pytest.mark.slow),
]


@pytest.mark.parametrize(("language", "size"), WALKS)
def test_a_partner_is_held_taken_out_and_a_person_erased(house, open_browser, language, size):
    context, watch = open_browser(language, size)
    office = Office(context.new_page(), watch, language)
    office.sign_in(house.emails["aoi"])
    _hold(office, house)
    remove_contact(house.aoi, uid=house.chika.uid, now=house.now)
    _set_time(office)
    jobs.sweep()
    assert Contact.objects.get(pk=house.chika.id).name  # on hold
    _take(office, house)
    _lift(office)
    _erase(office, house)
    assert not Contact.objects.get(pk=house.chika.id).name
    office.look("/o/keeping/")


def _hold(office: Office, house) -> None:
    office.look(f"/o/keeping/holds/partner/{house.a.uid}/")
    office.press("main form.sk-form button.btn-primary")  # without a reason
    assert office.page.locator("main .is-invalid").count()
    office.look()
    office.fill({"reason": "係争中"})
    office.press("main form.sk-form button.btn-primary")
    assert Hold.objects.get().lifted_at is None


def _set_time(office: Office) -> None:
    office.look("/o/keeping/rules/contacts/")
    office.fill({"months": "1"})
    office.press("main form.sk-form button.btn-primary")
    assert not Rule.objects.exists()  # first what it would do
    office.look()
    office.press(".sk-confirm button[data-once]")
    assert Rule.objects.get().months == 1


def _take(office: Office, house) -> None:
    office.look(f"/o/keeping/partners/{house.a.uid}/")
    with office.page.expect_download() as waiting:
        office.page.locator("main form button.btn-primary").click()
    with zipfile.ZipFile(waiting.value.path()) as held:
        assert {"index.json", "lists.xlsx"} <= set(held.namelist())


def _lift(office: Office) -> None:
    office.look(f"/o/keeping/holds/{Hold.objects.get().uid}/lift/")
    office.press(".sk-confirm button[data-once]")
    assert Hold.objects.get().lifted_at is not None


def _erase(office: Office, house) -> None:
    office.look(f"/o/keeping/people/{house.chika.uid}/")
    office.fill({"reason": "本人の申し出"})
    office.page.locator("main [name=is_sure]").check()
    office.press("main form.sk-form button.btn-danger")
    assert Contact.objects.get(pk=house.chika.id).erased_at is not None
    office.look()
