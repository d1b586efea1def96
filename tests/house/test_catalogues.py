"""Every text that a reader sees exists in Japanese; English is the message itself."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from functools import cache
from html.parser import HTMLParser

import polib
import pytest

from tests.house.extraction import Message, in_file, in_python, in_template
from tests.house.source import SOURCE, python_files, shown, templates

PLACE = re.compile(r"%\((\w+)\)[sd]")
JAPANESE = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")
# Words that stay the same in every language.
SAME_EVERYWHERE = {
    "Sekisho",
    "関所",
    "Ctrl",
    "K",
    "Esc",
    "Tab",
    "Enter",
    "CSV",
    "Excel",
    "TXT",
    "日本語",
    "English",
}
# The pattern book of the design kit shows sample data, only while debugging.
PATTERN_BOOK = "gallery"
READ_ATTRIBUTES = {"title", "alt", "aria-label", "placeholder"}


@cache
def used() -> dict[Message, list[str]]:
    """Every message with the files that use it."""
    found = defaultdict(list)
    texts = (path for path in templates() if path.suffix in {".html", ".jinja", ".txt"})
    for path in (*python_files(), *texts):
        if PATTERN_BOOK in shown(path):
            continue
        for message in in_file(path):
            found[message].append(shown(path))
    return dict(found)


@cache
def translated() -> dict[tuple[str, str], polib.POEntry]:
    """The Japanese entries of all rooms that say something."""
    entries = {}
    for path in sorted(SOURCE.rglob("locale/ja/LC_MESSAGES/django.po")):
        for entry in polib.pofile(str(path)):
            says = entry.msgstr_plural.get(0, "") if entry.msgid_plural else entry.msgstr
            if says and not entry.obsolete and not entry.fuzzy:
                entries[entry.msgid, entry.msgctxt or ""] = entry
    return entries


def places_differ(entry: polib.POEntry) -> bool:
    """Whether the translation lacks or invents a %(place)s; Japanese may drop a plural's count."""
    wanted = set(PLACE.findall(entry.msgid)) | set(PLACE.findall(entry.msgid_plural))
    texts = entry.msgstr_plural.values() if entry.msgid_plural else [entry.msgstr]
    given = [set(PLACE.findall(text)) for text in texts]
    return any(g - wanted or (wanted - g and not entry.msgid_plural) for g in given)


class Visible(HTMLParser):
    """Collects what a reader sees or hears of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag, attrs):
        self._silent += tag in {"script", "style"}
        self.texts += [value for name, value in attrs if name in READ_ATTRIBUTES and value]

    def handle_endtag(self, tag):
        self._silent -= tag in {"script", "style"}

    def handle_data(self, data):
        if not self._silent:
            self.texts.append(data)


def bare_texts(template: str) -> list[str]:
    """Words in a template that no translation tag surrounds."""
    for pattern in (
        r"{%\s*comment.*?endcomment\s*%}",
        r"{%\s*block\s+(?:face|size|\w*class)\s*%}.*?{%\s*endblock\b.*?%}",
        r"{%\s*blocktrans(late)?\b.*?endblocktrans(late)?\s*%}",
        r"{#.*?#}",
        r"{%.*?%}",
        r"{{.*?}}",
    ):
        template = re.sub(pattern, " ", template, flags=re.DOTALL)
    if "<" not in template:  # a part that holds attributes only
        template = re.sub(r"[\w-]+=\"\s*\"", " ", template)
    reader = Visible()
    reader.feed(template)
    words = (" ".join(text.split()) for text in reader.texts)
    return [
        text
        for text in words
        if re.search(r"[A-Za-z]{2}|[\u3040-\u30ff\u4e00-\u9fff]", text)
        and not set(re.findall(r"[\w-]+", text)) <= SAME_EVERYWHERE
    ]


def test_every_text_is_translated_to_japanese():
    missing = {
        f"{message.context} {message.text}".strip(): files
        for message, files in used().items()
        if (message.text, message.context) not in translated()
    }
    assert not missing


def test_a_plural_is_translated_as_a_plural():
    wrong = [
        message.text
        for message in used()
        if (entry := translated().get((message.text, message.context)))
        and bool(message.plural) != bool(entry.msgid_plural)
    ]
    assert not wrong


def test_a_translation_names_the_same_places_as_its_text():
    assert not [entry.msgid for entry in translated().values() if places_differ(entry)]


def test_two_rooms_do_not_translate_one_text_differently():
    says = defaultdict(set)
    for path in sorted(SOURCE.rglob("locale/ja/LC_MESSAGES/django.po")):
        for entry in polib.pofile(str(path)):
            if entry.msgid and not entry.obsolete and not entry.msgid_plural:
                says[entry.msgid, entry.msgctxt].add(entry.msgstr)
    assert not {key: texts for key, texts in says.items() if len(texts) > 1}


def test_no_page_shows_a_text_outside_the_catalogues():
    pages = [
        p for p in templates() if p.suffix in {".html", ".jinja"} and PATTERN_BOOK not in shown(p)
    ]
    bare = {shown(p): texts for p in pages if (texts := bare_texts(p.read_text(encoding="utf-8")))}
    assert not bare


def test_no_message_is_written_in_japanese():
    ids = [m.text for m in used() if JAPANESE.search(m.text) and m.text not in SAME_EVERYWHERE]
    assert not ids, "the message is English; Japanese stands in the catalogue"


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        ('{% load i18n %}{% translate "Send it" %}', Message("Send it")),
        ('{% load i18n %}{% translate "May" context "month" %}', Message("May", "month")),
        ('{% load i18n %}{{ _("It\'s (so)") }}', Message("It's (so)")),
        (
            "{% blocktranslate trimmed %}\n Dear\n {{ name }}\n{% endblocktranslate %}",
            Message("Dear %(name)s"),
        ),
        (
            "{% blocktranslate count n=a %}{{ n }} A{% plural %}{{ n }} As{% endblocktranslate %}",
            Message("%(n)s A", plural="%(n)s As"),
        ),
    ],
)
def test_a_text_in_a_template_is_found(template, expected):
    assert list(in_template(template)) == [expected]


def test_a_text_in_python_is_found():
    tree = ast.parse(
        "a = _('One')\nb = ngettext('%(n)d of', '%(n)d ofs', n)\nc = pgettext('x', 'y')"
    )
    found = set(in_python(tree))
    assert found == {Message("One"), Message("%(n)d of", plural="%(n)d ofs"), Message("y", "x")}


@pytest.mark.parametrize(
    "page", ["<p>Hello you</p>", '<a title="Send">{{ x }}</a>', "<b>関所で</b>"]
)
def test_a_planted_bare_text_is_seen(page):
    assert bare_texts(page)


def test_a_page_of_translated_texts_has_no_bare_text():
    page = '<p class="big">{% translate "Hello you" %} {{ name }}</p><script>let word</script>'
    assert not bare_texts(page)


def test_a_planted_lost_place_is_seen():
    assert places_differ(polib.POEntry(msgid="%(count)s of %(all)s", msgstr="%(count)s件"))
