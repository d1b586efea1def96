"""The letter that tells the contact person of an ask that a partner wishes to talk about costs.

What the partner wrote stays behind the sign-in; the letter says only that there is a wish.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sekisho.apps.accounts.queries import absolute_address
from sekisho.apps.asks.queries.drafts import AskView, asks_by_ids
from sekisho.apps.mail.events import LetterRef, RenderedLetter
from sekisho.kernel.errors import Invalid, NotFound, Problem

_SUBJECT = "費用のご相談の希望 / A partner would like to talk about costs: {number}"
_TEXT = """\
依頼 {number}「{title_ja}」について、取引先から費用などの相談の希望が届きました。
内容は次の画面でお読みください。早めのご連絡をお願いします。

About {number}, "{title_en}": a partner would like to talk about costs.
Please read the wish here and get in touch soon:

{address}
"""


def render_wishes(refs: Sequence[LetterRef]) -> Mapping[int, RenderedLetter | Problem]:
    """One short letter each to the contact that the ask names."""
    asks = asks_by_ids(ref.recipient_id for ref in refs)
    return {ref.outbox_id: _letter(asks.get(ref.recipient_id)) for ref in refs}


def _letter(ask: AskView | None) -> RenderedLetter | Problem:
    if ask is None:
        return NotFound("asks.not_there")
    to = ask.sender.contact_email
    if not to:
        return Invalid("asks.no_address")
    words = {
        "number": ask.number,
        "title_ja": ask.title.in_language("ja"),
        "title_en": ask.title.in_language("en"),
        "address": absolute_address("/o/fairness/?state=waiting"),
    }
    name = ask.sender.contact_name.in_language("ja")
    return RenderedLetter(to, name, _SUBJECT.format(**words), _TEXT.format(**words))
