"""Who decides on whom, and what an installation begins with."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sekisho.apps.accounts.actions import (
    NewPerson,
    create_first_administrator,
    create_person,
    issue_sign_in_link,
    reset_second_factor,
    set_active,
    set_grants,
)
from sekisho.apps.accounts.queries import (
    has_administrator_with_password,
    is_decided_by,
    people_for,
    person_for,
)
from sekisho.apps.organisations.queries import home_view
from sekisho.kernel.actor import SYSTEM, Role
from sekisho.kernel.errors import Conflict, Forbidden, NotFound
from tests.factories.cast import NOW, add_member, office_client


@pytest.fixture
def chief_of_g(cast):
    return add_member("chief.g", "administrator at G", Role.ADMINISTRATOR, cast.g.id)


@pytest.mark.django_db
def test_a_new_installation_begins_with_a_placeholder_home_and_one_administrator() -> None:
    uid = create_first_administrator(SYSTEM, email="First@Home.example", now=NOW)
    assert home_view().name == "自社"
    (person,) = people_for(SYSTEM)
    assert (person.uid, person.email) == (uid, "first@home.example")
    assert person.grants == ((Role.ADMINISTRATOR, home_view().id),)
    assert not has_administrator_with_password()


@pytest.mark.django_db
@pytest.mark.parametrize(("given", "called"), [("あおい", "あおい"), (" ", "aoi")])
def test_the_first_administrator_is_called_as_told_else_as_the_address(given, called) -> None:
    create_first_administrator(SYSTEM, email="aoi@home.example", name=given, now=NOW)
    (person,) = people_for(SYSTEM)
    assert person.name == called


@pytest.mark.django_db
def test_beginning_twice_makes_nobody_new_and_lets_nobody_else_in() -> None:
    first = create_first_administrator(SYSTEM, email="a@home.example", now=NOW)
    assert create_first_administrator(SYSTEM, email="a@home.example", now=NOW) == first
    with pytest.raises(Conflict, match=r"accounts\.administrator_exists"):
        create_first_administrator(SYSTEM, email="b@home.example", now=NOW)


def test_an_administrator_below_sees_only_people_of_that_part(cast, chief_of_g) -> None:
    assert {person.name for person in people_for(chief_of_g)} == {"えみ", "administrator at G"}
    with pytest.raises(NotFound):
        person_for(chief_of_g, cast.aoi.uid)
    assert len(people_for(cast.aoi)) == 4


def test_who_does_not_administer_sees_nobody_but_oneself(cast) -> None:
    for actor in (cast.ben, cast.emi):
        with pytest.raises(Forbidden):
            people_for(actor)
        assert person_for(actor, actor.uid).uid == actor.uid
        with pytest.raises(Forbidden):
            person_for(actor, cast.aoi.uid)


def test_roles_are_given_only_where_one_administers(cast, chief_of_g) -> None:
    with pytest.raises(NotFound):
        set_grants(chief_of_g, uid=cast.emi.uid, grants=[(Role.READER, cast.home.id)], now=NOW)
    person = NewPerson("x@home.example", "x", "ja", ((Role.READER, cast.h.id),))
    with pytest.raises(NotFound):
        create_person(chief_of_g, person=person, now=NOW)
    with pytest.raises(Forbidden):
        set_grants(cast.emi, uid=cast.emi.uid, grants=[], now=NOW)


def test_who_also_holds_a_role_above_cannot_be_taken_over_from_below(cast, chief_of_g) -> None:
    grants = [(Role.ADMINISTRATOR, cast.home.id), (Role.READER, cast.g.id)]
    set_grants(cast.aoi, uid=cast.aoi.uid, grants=grants, now=NOW)
    assert not is_decided_by(chief_of_g, person_for(chief_of_g, cast.aoi.uid))
    with pytest.raises(Forbidden, match="also_elsewhere"):
        issue_sign_in_link(chief_of_g, uid=cast.aoi.uid, now=NOW)
    with pytest.raises(Forbidden, match="also_elsewhere"):
        set_active(chief_of_g, uid=cast.aoi.uid, is_active=False, now=NOW)
    with pytest.raises(Forbidden, match="also_elsewhere"):
        reset_second_factor(chief_of_g, uid=cast.aoi.uid, now=NOW)


def test_changing_roles_below_keeps_the_roles_above(cast, chief_of_g) -> None:
    grants = [(Role.READER, cast.home.id), (Role.READER, cast.g.id)]
    set_grants(cast.aoi, uid=cast.emi.uid, grants=grants, now=NOW)
    set_grants(chief_of_g, uid=cast.emi.uid, grants=[(Role.MANAGER, cast.g.id)], now=NOW)
    kept = set(person_for(cast.aoi, cast.emi.uid).grants)
    assert kept == {(Role.READER, cast.home.id), (Role.MANAGER, cast.g.id)}


def test_the_lead_company_keeps_an_administrator(cast, chief_of_g) -> None:
    with pytest.raises(Conflict, match="last_administrator"):
        set_grants(cast.aoi, uid=cast.aoi.uid, grants=[(Role.READER, cast.home.id)], now=NOW)
    with pytest.raises(Conflict, match="last_administrator"):
        set_active(cast.aoi, uid=cast.aoi.uid, is_active=False, now=NOW)


def test_a_blocked_person_is_out_at_the_next_request_and_stays_out_when_unblocked(cast) -> None:
    client = office_client(cast.ben)
    assert client.get("/o/").status_code == 200
    set_active(cast.aoi, uid=cast.ben.uid, is_active=False, now=NOW)
    assert client.get("/o/").status_code == 302
    set_active(cast.aoi, uid=cast.ben.uid, is_active=True, now=NOW)
    assert client.get("/o/").status_code == 302


def test_an_address_is_used_once_whatever_its_case(cast) -> None:
    with pytest.raises(Conflict, match="email_taken"):
        create_person(cast.aoi, person=NewPerson("BEN@home.example", "again"), now=NOW)


def test_two_who_take_each_other_s_role_at_once_wait_for_one_another(cast) -> None:
    """Where two may write at once, the administrators' rows are locked before one is changed."""
    with CaptureQueriesContext(connection) as asked:
        set_active(cast.aoi, uid=cast.ben.uid, is_active=False, now=NOW)
        set_grants(cast.aoi, uid=cast.ben.uid, grants=[(Role.READER, cast.home.id)], now=NOW)
    words = [row["sql"] for row in asked.captured_queries]
    locks = [n for n, sql in enumerate(words) if "persongrant" in sql and "FOR UPDATE" in sql]
    changes = [n for n, sql in enumerate(words) if sql.startswith(("UPDATE", "DELETE FROM"))]
    if connection.features.has_select_for_update:
        assert len(locks) == 2
        assert locks[0] < changes[0]
    else:
        assert connection.settings_dict["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
