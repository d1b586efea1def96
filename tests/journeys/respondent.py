"""What the person at the supplier does, with a keyboard, a pointer, or without scripts."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import BrowserContext, Locator, Page

from tests.factories.answering import Visitor
from tests.factories.cast import respondent_client
from tests.journeys.watching import Watch

CARDS = "article.sk-question"
ANSWERS = ("yes", "partial", "no", "unknown", "yes")


def admitted(context: BrowserContext, watch: Watch, visitor: Visitor) -> Page:
    """A page of somebody who has opened the personal link and given the code already."""
    session = respondent_client(visitor.link_uid).cookies["sekisho_session"].value
    context.add_cookies([{"name": "sekisho_session", "value": session, "url": watch.own}])
    return context.new_page()


@dataclass
class Respondent:
    """A browser that has no session with the office; `way` is pointer, keyboard or plain."""

    page: Page
    watch: Watch
    way: str

    def look(self) -> None:
        self.watch.look(self.page)

    def enter(self, link: str, read_code: Callable[[], str]) -> None:
        self.page.goto(link)
        self.look()
        self._choose(self.page.locator("[name=who]"), "addressee")
        self._press(self.page.locator("main form button.btn-primary"))
        self.look()
        self._press(self.page.locator("form[action$='/code/send/'] button"))
        self.look()
        self._type(self.page.locator("[name=code]"), read_code())
        self._press(self.page.locator("form[action$='/code/'] button"))
        assert re.fullmatch(r".*/r/a/[0-9a-f-]{36}/", self.page.url)
        self.look()

    def answer_everything(self) -> int:
        """Part by part to the summary; returns how many questions were answered."""
        self._press(self.page.locator("main a.btn-primary"))
        answered = 0
        while "/answers/" in self.page.url:
            self.look()
            part = self._part()
            answered += self._answer_part(answered)
            self.look()
            if self._part() != part:  # without scripts saving the last answer leads on
                continue
            self._press(self.page.locator("main .sk-actions-line a.btn-primary").last)
        return answered

    def _part(self) -> str:
        return self.page.url.partition("#")[0]

    def _answer_part(self, before: int) -> int:
        count = self.page.locator(CARDS).count()
        for place in range(count):
            key = ANSWERS[(before + place) % len(ANSWERS)]
            self.answer(self.page.locator(CARDS).nth(place), key)
        return count

    def answer(self, card: Locator, key: str) -> None:
        number = card.get_attribute("id")
        if self.way == "plain":
            card.locator(f"input[value={key}]").check()
            card.locator(".sk-without-js button").click()
            self.page.wait_for_load_state("load")
            return
        with self.page.expect_response(lambda answer: "/save/" in answer.url):
            self._choose(card.locator("input[type=radio]"), key)
        self.page.locator(f"#{number} .sk-saved").first.wait_for()

    def submit(self, name: str) -> None:
        assert "/summary/" in self.page.url
        self.look()
        self._type(self.page.locator("[name=name]"), name)
        self._press(self.page.locator("form[action$='/submit/'] button.btn-primary"))
        assert self.page.url.endswith("/receipt/")
        self.look()

    def correct(self, key: str) -> None:
        """Open the link anew, read the remark, change that answer, go to the summary."""
        self.look()
        own = re.match(r".*/r/a/[0-9a-f-]{36}/", self.page.url)
        assert own
        self.page.goto(f"{own.group()}summary/")
        self.look()
        self.page.locator("a.sk-answer-edit").first.click()
        self.page.wait_for_load_state("load")
        self.look()
        self.answer(self.page.locator(CARDS).first, key)
        self.page.goto(f"{own.group()}summary/")

    def _choose(self, radios: Locator, value: str) -> None:
        if self.way != "keyboard":
            radios.and_(self.page.locator(f"[value={value}]")).check()
            return
        radios.first.focus()
        self.page.keyboard.press("Space")
        values = [one.get_attribute("value") for one in radios.all()]
        for _step in range(values.index(value)):
            self.page.keyboard.press("ArrowDown")

    def _press(self, what: Locator) -> None:
        if self.way == "keyboard":
            what.focus()
            with self.page.expect_navigation():
                self.page.keyboard.press("Enter")
        else:
            what.click()
        self.watch.settle(self.page)

    def _type(self, where: Locator, text: str) -> None:
        if self.way == "keyboard":
            where.focus()
            self.page.keyboard.type(text)
        else:
            where.fill(text)
