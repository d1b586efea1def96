"""The letter with which a partner learns that its feedback sheet is there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sekisho.apps.accounts.actions import token_of
from sekisho.apps.accounts.queries import absolute_address
from sekisho.apps.asks.queries.letters import AssignmentFacts, assignment_facts, merge_values
from sekisho.apps.mail.events import LetterRef, RenderedLetter
from sekisho.apps.partners.queries import ContactView, contacts_by_ids
from sekisho.kernel.errors import Invalid, NotFound, Problem

_SUBJECT = {
    "ja": "【{sender_organisation}】ご回答の結果のお知らせ（{ask_title}）",
    "en": "{sender_organisation}: feedback on your answers ({ask_title})",
}
_TEXT = {
    "ja": """\
{addressee}

{sender_organisation}
{sender_department}

「{ask_title}」にご回答をいただき、ありがとうございました。
貴社のご回答の結果と、次に取り組みやすい点を一枚にまとめました。
次の専用リンクからご覧いただけます（確認コードを入力する画面が出ます）。PDFとして保存もできます。

{link}

結果は、対策を共に考えるためのものです。点数だけを理由にお取引を変えることはありません。
対策の費用については、ご遠慮なくご相談ください。

お問い合わせ: {sender_department}　{contact_person}
メール: {contact_mail}　電話: {contact_phone}
""",
    "en": """\
{addressee}

Thank you for answering "{ask_title}".
We have put the result of your answers, and where to begin next, on one sheet.
You can read it by your personal link (a code is asked for), and keep it as PDF:

{link}

It is meant for planning measures together. A score alone never changes our business with you.
Please talk to us about costs at any time.

Questions: {contact_person}, {sender_department}, {sender_organisation}
Mail: {contact_mail}  Phone: {contact_phone}
""",
}


def render_feedback(refs: Sequence[LetterRef]) -> Mapping[int, RenderedLetter | Problem]:
    """One letter each; the sheet itself stands behind the link."""
    facts = assignment_facts(ref.object_id for ref in refs)
    contacts = contacts_by_ids(ref.recipient_id for ref in refs)
    out: dict[int, RenderedLetter | Problem] = {}
    for ref in refs:
        try:
            out[ref.outbox_id] = _one(ref, facts.get(ref.object_id), contacts.get(ref.recipient_id))
        except Problem as problem:
            out[ref.outbox_id] = problem
    return out


def _one(
    ref: LetterRef, facts: AssignmentFacts | None, contact: ContactView | None
) -> RenderedLetter:
    if facts is None:
        raise NotFound("asks.not_there")
    if contact is None or not contact.is_usable:
        raise Invalid("asks.no_address")
    token = token_of(holder_id=ref.recipient_id, subject_id=facts.id)
    language = "en" if ref.language == "en" else "ja"
    values = merge_values(facts, contact=contact, language=language)
    values["link"] = absolute_address(f"/r/{token}")
    subject = " ".join(_SUBJECT[language].format(**values).split())
    text = _TEXT[language].format(**values)
    reply_to = facts.ask.sender.contact_email
    return RenderedLetter(contact.email, contact.name, subject, text, reply_to)
