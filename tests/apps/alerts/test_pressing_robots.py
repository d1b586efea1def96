"""Robots that fill in the forms they meet and press the buttons, read from the pages themselves."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from html.parser import HTMLParser

import pytest
from django.test import Client

from sekisho.apps.accounts.actions import token_of
from sekisho.apps.accounts.models import CodeChallenge
from sekisho.apps.accounts.queries import link_by_token
from sekisho.apps.asks.models import Assignment, Reply
from sekisho.apps.mail.models import OutboxLetter
from tests.apps.alerts.world import passed_on, written

pytestmark = pytest.mark.django_db


@dataclass
class Form:
    action: str
    fixed: dict[str, str] = field(default_factory=dict)
    choices: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def filled(self, which):
        if which is None:
            return self.fixed
        return self.fixed | {name: values[which] for name, values in self.choices.items()}


class Forms(HTMLParser):
    """The forms of a page with what is filled in beforehand and what can be ticked."""

    def __init__(self, page):
        super().__init__()
        self.found = []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag == "form" and given.get("method") == "post":
            self.found.append(Form(given.get("action") or ""))
        elif tag == "input" and self.found and given.get("name"):
            self._take(given)

    def _take(self, given):
        form, name, value = self.found[-1], given["name"], given.get("value") or ""
        if given.get("type") not in {"radio", "checkbox"}:
            form.fixed[name] = value
            return
        form.choices[name].append(value)
        if "checked" in given:
            form.fixed[name] = value


@pytest.fixture
def told(cast):
    return passed_on(cast, written(cast))


@pytest.fixture
def token(cast, told):
    row = Assignment.objects.get(ask__uid=told.ask, subject_id=cast.a.id)
    return token_of(holder_id=row.contact_id, subject_id=row.pk)


def pressed(robot, path, which):
    """Press the button of each form of a page; returns the last page it was led to."""
    page = robot.get(path, follow=True)
    for form in Forms(page.content.decode()).found:
        to = form.action or path
        if "language" in to:
            continue
        page = robot.post(to, form.filled(which), follow=True)
    return page


@pytest.mark.parametrize("which", [0, -1], ids=["first", "last"])
def test_a_robot_that_ticks_and_presses_acknowledges_nothing(cast, told, token, which):
    robot = Client()
    inside = pressed(robot, f"/r/{token}", which)  # this one does pass the neutral page
    assert "links" in robot.session
    forms = Forms(inside.content.decode()).found
    assert any(form.action.endswith("/received/") for form in forms)
    pressed(robot, inside.request["PATH_INFO"], which)
    assert not Reply.objects.exists()
    assert not Assignment.objects.filter(opened_at__isnull=False).exists()
    assert link_by_token(token, now=told.now) is not None  # the addressee still gets in


def test_a_robot_that_only_presses_stays_on_the_neutral_page(cast, told, token):
    robot = Client()
    pressed(robot, f"/r/{token}", None)
    assert "links" not in robot.session


def test_a_robot_inside_that_only_presses_says_nothing_of_the_notice(cast, told, token):
    robot = Client()
    inside = pressed(robot, f"/r/{token}", 0)
    pressed(robot, inside.request["PATH_INFO"], None)
    assert not Reply.objects.exists()


def test_what_a_robot_can_set_off_is_a_code_for_the_addressee(cast, told, token):
    robot = Client()
    inside = pressed(robot, f"/r/{token}", 0)
    pressed(robot, inside.request["PATH_INFO"], 0)
    assert CodeChallenge.objects.count() == 1
    letter = OutboxLetter.objects.get(letter="asks.code")
    assert (
        letter.recipient_id
        == Assignment.objects.get(ask__uid=told.ask, subject_id=cast.a.id).contact_id
    )
    answers = f"{inside.request['PATH_INFO'].removesuffix('code/')}answers/standing/"
    assert robot.get(answers).status_code in {302, 303}  # nothing stored without the code


def test_the_choice_that_counts_is_neither_ticked_nor_first_nor_last(cast, told, token):
    robot = Client()
    inside = pressed(robot, f"/r/{token}", 0).content.decode()
    (form,) = (one for one in Forms(inside).found if one.action.endswith("/received/"))
    assert form.choices["choice"].index("received") == 1
    assert len(form.choices["choice"]) == 3
    assert "choice" not in form.fixed
    robot.post(form.action, {"choice": "received"})
    assert Reply.objects.count() == 1  # what a random tick can still hit, and a person means
