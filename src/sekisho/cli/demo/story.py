"""What happens in the demo: the office is set up, the list comes in, the ask goes out.

Every step is an ordinary action by one of the cast; the dice only decide who does what.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import yaml

from sekisho.adapters.content import content_folder
from sekisho.adapters.sheets import write_csv
from sekisho.cli.demo.answers import LAST_DAY, play_answers, play_reviews
from sekisho.cli.demo.asking import Asking, send_ask
from sekisho.cli.demo.before import play_last_year, play_rule
from sekisho.cli.demo.firms import Firm, Story, firms_of
from sekisho.cli.demo.inventory import play_inventory
from sekisho.cli.demo.keeping import keep_letters_a_year
from sekisho.cli.demo.notice import play_notice
from sekisho.cli.demo.post import play_workbook, print_letters
from sekisho.cli.demo.reminding import come_again, switch_reminders_on
from sekisho.cli.demo.sister import play_sister
from sekisho.cli.demo.stage import PlayedClock, do_background_work, played_clock, sending_moment
from sekisho.kernel import clock
from sekisho.kernel.actor import SYSTEM, Actor, Role
from sekisho.kernel.text import Bilingual

_HEADINGS = (
    *("取引先コード", "組織名", "英語名", "法人番号", "国", "資本金", "従業員数", "取引区分"),
    *("供給品目", "取引するグループ会社", "上位の取引先", "タグ", "担当部署", "メールアドレス"),
    *("電話番号", "言語", "担当の用件", "社内担当者"),
)
TURNED_BACK = (11, 47, 102, 158, 219, 284)


def tell_story(say: Callable[[str], None]) -> None:
    """Play the whole story into an empty installation."""
    path = content_folder() / "demo" / "story.yaml"
    story: Story = yaml.safe_load(path.read_text(encoding="utf-8"))
    firms = firms_of(story)
    sent_at = sending_moment(clock.now())
    with played_clock(sent_at - timedelta(days=400)) as time:
        aoi = _set_up(story, clock.now())
        say(f"   {1 + len(story['group'])} companies of the group, three people")
        _before(aoi, story, time, say, firms=firms, sent_at=sent_at)
        time.move(sent_at)
        ask_id = _send(aoi, story)
        _turn_back(time, ask_id)
        say("   one emergency check sent; letters lie in the local mailbox")
        dice = random.Random(story["seed"] + 1)  # noqa: S311 - a story, not a secret
        submitted = play_answers(dice, story, time, aoi=aoi, ask_id=ask_id)
        say(f"   {submitted} replies came in over four days")
        play_reviews(dice, story, aoi=aoi, ask_id=ask_id, load=LAST_DAY)
        _after(aoi, story, ask_id, say)
        do_background_work()


def _before(
    aoi: Actor,
    story: Story,
    time: PlayedClock,
    say: Callable[[str], None],
    *,
    firms: tuple[Firm, ...],
    sent_at: datetime,
) -> None:
    answered = play_last_year(aoi, story, time)
    say(f"   last year's roll-call of the group: {answered} companies answered")
    time.move(sent_at - timedelta(days=20))
    _import_list(aoi, story, firms)
    say(f"   {len(firms)} suppliers in three tiers, imported as a list")
    switch_reminders_on(aoi)
    time.move(sent_at - timedelta(days=13))
    attested = play_rule(aoi, story, time)
    say(f"   a rule of the house sent to the group; {attested} companies have attested it")


def _after(aoi: Actor, story: Story, ask_id: int, say: Callable[[str], None]) -> None:
    said = play_notice(aoi, story)
    say(f"   one alert passed on to the group; {said} companies have said where they stand")
    given = play_sister(aoi, story, ask_id)
    say(f"   a company of the group asked the same; {given} partners gave their answers again")
    play_workbook(aoi, story, ask_id)
    say("   one workbook came by mail, with a cell that cannot be read")
    printed = print_letters(aoi, ask_id)
    say(f"   {printed} letters printed for partners without an address")
    come_again(aoi, ask_id)
    due = keep_letters_a_year(aoi)
    say(f"   letters are kept for a year; {due} are due to be erased tonight")
    known = play_inventory(aoi, story)
    say(f"   {known} entries of the inventory")


def _set_up(story: Story, now: datetime) -> Actor:
    from sekisho.apps.accounts.actions import (
        NewPerson,
        create_first_administrator,
        create_person,
    )
    from sekisho.apps.organisations.actions import update_organisations
    from sekisho.apps.organisations.queries import home_view

    mail = f"aoi@{story['domain']}"
    uid = create_first_administrator(SYSTEM, email=mail, name="あおい", now=now)
    aoi = _actor(uid)
    home = home_view()
    names = {"name": story["home"]["ja"], "name_en": story["home"]["en"]}
    names["name_kana"] = story["home"]["kana"]
    update_organisations(aoi, changes={home.id: names}, now=now)
    group = _add_group(aoi, story, now)
    ben = NewPerson(f"ben@{story['domain']}", "Ben", "en", ((Role.READER, home.id),))
    emi = NewPerson(f"emi@{story['domain']}", "えみ", "ja", ((Role.COORDINATOR, group[1]),))
    for person in (ben, emi):
        create_person(aoi, person=person, now=now)
    _set_profile(aoi, story, now)
    return aoi


def _actor(uid: Any) -> Actor:
    from sekisho.apps.accounts.queries import actor_of_uid

    return actor_of_uid(uid)


def _add_group(aoi: Actor, story: Story, now: datetime) -> list[int]:
    from sekisho.apps.organisations.queries import home_view, organisation_for
    from sekisho.apps.partners.actions.contacts import ContactDraft, save_contact
    from sekisho.apps.partners.actions.register import PartnerDraft, add_group_company

    ids = []
    home = home_view()
    buyer = ContactDraft(
        name="購買担当", department="購買部", email=f"purchasing@{story['domain']}"
    )
    save_contact(aoi, organisation_uid=home.uid, contact=buyer, now=now)
    for company in story["group"]:
        draft = PartnerDraft(
            company["ja"], company["en"], country=company["country"], own_code=company["code"]
        )
        uid = add_group_company(aoi, company=draft, parent_uid=home.uid, now=now)
        language = "ja" if company["country"] == "JP" else "en"
        desk = {"ja": "情報セキュリティ担当", "en": "Security desk"}[language]
        contact = ContactDraft(
            department=desk,
            email=f"security@{company['domain']}",
            language=language,
            purposes=("security",),
        )
        save_contact(aoi, organisation_uid=uid, contact=contact, now=now)
        ids.append(organisation_for(aoi, uid).id)
    return ids


def _set_profile(aoi: Actor, story: Story, now: datetime) -> None:
    from sekisho.apps.asks.actions.profiles import save_profile
    from sekisho.apps.asks.queries.profiles import Sender
    from sekisho.apps.organisations.queries import home_view

    sender = Sender(
        department=Bilingual.from_dict(story["department"]),
        contact_name=Bilingual(ja="あおい", en="Aoi"),
        contact_email=f"security@{story['domain']}",
        contact_phone=story["phone"],
    )
    save_profile(aoi, organisation_uid=home_view().uid, sender=sender, answer_days=5, now=now)


def _import_list(aoi: Actor, story: Story, firms: tuple[Firm, ...]) -> None:
    from sekisho.apps.partners.actions.imports import commit_import, set_mapping, start_import
    from sekisho.apps.partners.queries.imports import import_for

    rows = [_HEADINGS, *(_row(story, firm) for firm in firms)]
    data = write_csv(rows).data
    now = clock.now()
    uid = start_import(aoi, file_name="suppliers.csv", data=data, now=now)
    set_mapping(aoi, uid=uid, mapping=import_for(aoi, uid).mapping, now=now)
    do_background_work()
    commit_import(aoi, uid=uid, now=clock.now())
    do_background_work()


def _row(story: Story, firm: Firm) -> tuple[str, ...]:
    is_direct = not firm.customer_code.startswith("S")
    buyer = f"purchasing@{story['domain']}"
    return (
        *(firm.code, firm.ja, firm.en, firm.corporate_number, firm.country),
        *(str(firm.capital), str(firm.headcount), "調達", firm.what),
        firm.customer_code if is_direct else "",
        "" if is_direct else firm.customer_code,
        *("、".join(firm.tags), firm.department, firm.email, story["phone"], firm.language),
        *("セキュリティ" if firm.email else "", buyer if is_direct else ""),
    )


def _send(aoi: Actor, story: Story) -> int:
    from sekisho.apps.asks.queries.drafts import AudienceSpec
    from sekisho.apps.organisations.queries import home_view

    asking = Asking(
        by_uid=home_view().uid,
        words=story["ask"],
        set_key="meti2022-alert",
        audience=AudienceSpec(mode="filter", members="both"),
        due_on=(clock.now() + timedelta(days=3)).date(),
    )
    return send_ask(aoi, asking)


def _turn_back(time: PlayedClock, ask_id: int) -> None:
    """Some letters come back from the partner's mail server."""
    from sekisho.apps.asks.actions.fanout import REQUEST_LETTER
    from sekisho.apps.mail.actions import mark_bounced
    from sekisho.cli.demo.answers import assignments_of

    time.move(time.moment + timedelta(minutes=12))
    asked = assignments_of(ask_id)
    for place in TURNED_BACK:
        mark_bounced(
            SYSTEM,
            letter=REQUEST_LETTER,
            object_id=asked[place].id,
            reason="channels.recipient_refused",
            now=clock.now(),
        )
    do_background_work()
