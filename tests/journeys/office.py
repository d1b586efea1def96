"""What Aoi does at the desk, step by step."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import xlsxwriter
from playwright.sync_api import Page

from sekisho.cli.demo.stage import do_background_work
from sekisho.kernel import clock
from tests.factories.cast import PASSWORD
from tests.journeys.watching import Watch

SUPPLIERS = 300
HEADINGS = {
    "ja": ("取引先コード", "会社名", "国", "メール", "言語", "次回訪問"),
    "en": ("Partner code", "Company name", "Country", "E-mail", "Language", "Next visit"),
}
MAIL_OF_ONE = "security@s001.supplier.example"


def write_list(path: Path, language: str) -> Path:
    """A list of 300 suppliers as a buyer keeps it."""
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, HEADINGS[language])
    word = {"ja": ("日本", "日本語"), "en": ("Japan", "English")}[language]
    for number in range(1, SUPPLIERS + 1):
        name = {"ja": f"架空第{number}工業株式会社", "en": f"Fictional Works {number} Ltd."}[
            language
        ]
        mail = f"security@s{number:03d}.supplier.example"
        sheet.write_row(number, 0, (f"X{number:03d}", name, word[0], mail, word[1], "12/3"))
    book.close()
    return path


@dataclass
class Office:
    """Aoi's browser."""

    page: Page
    watch: Watch
    language: str

    def look(self, path: str = "") -> None:
        if path:
            self.page.goto(path)
        self.watch.look(self.page)

    def press(self, selector: str) -> None:
        self.page.locator(selector).first.click()
        self.page.wait_for_load_state("load")

    def sign_in(self, email: str) -> None:
        self.look("/o/")
        self.page.locator("input[name=login]").fill(email)
        self.page.locator("input[name=password]").fill(PASSWORD)
        self.press("main form button.btn-primary")
        assert self.page.url.endswith("/o/")
        self.look()

    def set_sender(self) -> None:
        self.look("/o/asks/profile/")
        words = {"department_ja": "情報セキュリティ室", "department_en": "Security Office"}
        words |= {"contact_name_ja": "あおい", "contact_name_en": "Aoi"}
        words |= {"contact_email": "aoi@home.example", "contact_phone": "03-0000-0000"}
        self.fill({**words, "answer_days": "5"})
        self.press("main form.sk-form button.btn-primary")
        self.look()

    def fill(self, words: dict[str, str]) -> None:
        for name, text in words.items():
            self.page.locator(f"main [name={name}]").fill(text)

    def import_list(self, path: Path) -> None:
        self.look("/o/partners/import/")
        self.page.locator("input[type=file]").set_input_files(path)
        self.press("main form.sk-form button.btn-primary")
        self.look()
        self.press("main form button.btn-primary")
        uid = re.search(r"[0-9a-f-]{36}", self.page.url)
        assert uid
        do_background_work()
        self.look(self._import_page())
        self.press("form[action$='/commit/'] button")
        do_background_work()
        self.look(self._import_page())
        self.look("/o/partners/?q=X001")
        assert self.page.locator("tbody tr").count() == 1

    def _import_page(self) -> str:
        from sekisho.apps.partners.models import ImportBatch

        return f"/o/partners/import/{ImportBatch.objects.latest('id').uid}/"

    def compose(self, title: str) -> None:
        self.look("/o/asks/new/")
        self.press("main form.sk-form button.btn-primary")
        self.look()
        reason = "取引先を経由した攻撃が増えています。"
        self.fill({"title_ja": title, "title_en": title, "reason_ja": reason})
        self.fill({"reason_en": "Attacks through partners are increasing."})
        wanted = self.page.locator(".sk-choice", has=self.page.locator("[name=question_set]"))
        wanted.filter(has_text=re.compile("2022")).locator("input").check()
        self.press("button[name=onward]")
        self.look()
        self.page.locator("[name=mode][value=filter]").check()
        self.page.locator("[name=members][value=both]").check()
        self.press("button[name=onward]")
        self.look()
        self.press("button[name=onward]")

    def send(self) -> None:
        assert self.page.url.endswith("/check/")
        self.look()
        self.press("main a.btn-primary")
        self.look()
        self.press("main form button.btn-primary")
        self.look()
        do_background_work()
        self.page.wait_for_load_state("networkidle")  # a page that refreshes itself stops a reload
        self.page.reload()
        self.look()

    def ask_page(self, rest: str = "") -> str:
        from sekisho.apps.asks.models import Ask

        return f"/o/asks/{Ask.objects.latest('id').uid}/{rest}"

    def read_letter(self, words: str) -> str:
        """The text of the newest letter to somebody, in the local mailbox."""
        do_background_work()
        self.look(f"/o/mail/local/?q={words}")
        self.press("tbody th a")
        self.look()
        return self.page.locator("main").inner_text()

    def link_in_letter(self) -> str:
        return self.page.locator("main a[href*='/r/']").first.get_attribute("href") or ""

    def state_on_board(self) -> str:
        do_background_work()
        self.look(self.ask_page("?q=X001"))
        assert self.page.locator("main tbody tr").count() >= 1
        return self._assignment_state()

    def _assignment_state(self) -> str:
        from sekisho.apps.asks.models import Assignment

        return str(Assignment.objects.get(subject__own_code="X001").state)

    def open_reply(self) -> None:
        self.page.locator("main tbody a[href*='/reply/']").first.click()
        self.page.wait_for_load_state("load")
        self.look()

    def send_back(self, remark: str) -> None:
        details = self.page.locator("details", has=self.page.locator("[form=return-form]")).first
        details.locator("summary").click()
        details.locator("textarea").fill(remark)
        until = (clock.now() + timedelta(days=7)).date().isoformat()
        self.page.locator("[name=until_on]").fill(until)
        self.press("#return-form button")
        self.look()

    def accept(self) -> None:
        self.press("form[action$='/accept/'] button")
        self.look(self.ask_page("?q=X001"))
        self.open_reply()
