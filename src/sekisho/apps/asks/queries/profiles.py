"""What a group company has set as a sender, and its letters: edited ones over the shipped ones."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from typing import Any

from sekisho.adapters.content import content_folder
from sekisho.adapters.content.strict_yaml import read_yaml
from sekisho.apps.accounts.queries import absolute_address
from sekisho.apps.asks.models import SenderProfile
from sekisho.apps.organisations.queries import (
    OrganisationView,
    group_members_for,
    home_id,
    organisation_for,
)
from sekisho.engines.letters import Fault, Letter, LetterText, letter_faults, read_letter
from sekisho.kernel.actor import Actor, Capability
from sekisho.kernel.errors import NotFound
from sekisho.kernel.text import Bilingual

# In the order in which a partner meets them.
LETTER_KEYS = (
    *("emergency-check", "notice", "reminder", "code", "returned", "accepted"),
    *("superior", "extended", "withdrawn"),
)
REQUEST, NOTICE, REMINDER, CODE, RETURNED, ACCEPTED, SUPERIOR, EXTENDED, WITHDRAWN = LETTER_KEYS
DEFAULT_DAYS = 5
_NOTHING = Bilingual()
_SCOPE = Bilingual(
    ja="弊社とのお取引に用いる拠点・機器・サービス",
    en="The sites, devices and services used in your business with us",
)
_HANDLING = Bilingual(
    ja="お答えは、被害の広がりを防ぎ、必要な対策を共に考えるためにだけ使います。"
    "点数だけを理由にお取引を変えることはありません。費用のご相談もお受けします。"
    "挙げた方法のほか、同等の効果がある別の方法でも構いません。",
    en="Your answers serve only to keep harm from spreading and to plan measures together. "
    "A score alone never changes our business with you. Costs can be discussed at any time. "
    "Other means of equivalent effect are welcome.",
)


@dataclass(frozen=True, slots=True)
class Sender:
    """Who asks and whom to ring, as letters and the respondent's page name it."""

    department: Bilingual = _NOTHING
    contact_name: Bilingual = _NOTHING
    contact_email: str = ""
    contact_phone: str = ""
    handling: Bilingual = _HANDLING
    scope: Bilingual = _SCOPE

    @property
    def is_complete(self) -> bool:
        """Whether a recipient finds a department and somebody to ask."""
        has_way = bool(self.contact_email or self.contact_phone)
        return bool(self.department.ja or self.department.en) and has_way

    def as_dict(self) -> dict[str, Any]:
        """The form in which it is stored."""
        return {
            "department": self.department.as_dict(),
            "contact_name": self.contact_name.as_dict(),
            "contact_email": self.contact_email,
            "contact_phone": self.contact_phone,
            "handling": self.handling.as_dict(),
            "scope": self.scope.as_dict(),
        }


@dataclass(frozen=True, slots=True)
class ProfileView:
    """The sender profile of one group company. `updated_at` is None before it was set."""

    organisation: OrganisationView
    sender: Sender
    answer_days: int
    edited: frozenset[str]
    updated_at: datetime | None

    @property
    def is_set(self) -> bool:
        """Whether letters can go out in this company's name."""
        return self.updated_at is not None and self.sender.is_complete


def sender_from(stored: Mapping[str, Any]) -> Sender:
    """Read the stored form; what is missing takes the shipped words."""
    handling = Bilingual.from_dict(stored.get("handling", {}))
    scope = Bilingual.from_dict(stored.get("scope", {}))
    return Sender(
        department=Bilingual.from_dict(stored.get("department", {})),
        contact_name=Bilingual.from_dict(stored.get("contact_name", {})),
        contact_email=stored.get("contact_email", ""),
        contact_phone=stored.get("contact_phone", ""),
        handling=handling if handling != _NOTHING else _HANDLING,
        scope=scope if scope != _NOTHING else _SCOPE,
    )


def profiles_for(actor: Actor) -> tuple[ProfileView, ...]:
    """The profiles of the group companies in whose name the actor may ask, home first."""
    members = group_members_for(actor, Capability.RUN)
    rows = SenderProfile.objects.in_bulk([member.id for member in members])
    return tuple(_view(member, rows.get(member.id)) for member in members)


def profile_for(actor: Actor, organisation_uid: uuid.UUID) -> ProfileView:
    """One profile that the actor may set. Raises NotFound otherwise."""
    for profile in profiles_for(actor):
        if profile.organisation.uid == organisation_uid:
            return profile
    raise NotFound("asks.no_profile")


def has_profile(actor: Actor) -> bool:
    """Whether some company in whose name the actor may ask has its profile set."""
    return any(profile.is_set for profile in profiles_for(actor))


def default_sender(organisation_id: int) -> tuple[Sender, int]:
    """Sender and answer days with which an ask of this company begins; home's stand in."""
    row = _stored(organisation_id)
    return (_sender_of(row), row.answer_days) if row else (Sender(), DEFAULT_DAYS)


@lru_cache(maxsize=1)
def shipped_letters() -> dict[str, Letter]:
    """The letters that come with this installation, by key."""
    folder = content_folder() / "letters"
    found = {}
    for key in LETTER_KEYS:
        text = (folder / f"{key}.yaml").read_text(encoding="utf-8")
        data = read_yaml(text, file=f"{key}.yaml")
        found[key] = read_letter(data if isinstance(data, Mapping) else {})
    return found


def letter_of(organisation_id: int, key: str) -> Letter:
    """The letter as this company sends it: its own wording, home's, or the shipped one.

    Inside the house only, without a gate: for renderers. Raises KeyError for an unknown key.
    """
    own = SenderProfile.objects.filter(organisation_id=organisation_id).first()
    edited = own.letters.get(key) if own else None
    if edited is None:
        home = SenderProfile.objects.filter(organisation_id=home_id()).first()
        edited = home.letters.get(key) if home else None
    return letter_with(key, edited)


def letter_with(key: str, edited: Mapping[str, Any] | None) -> Letter:
    """The shipped letter of that key with edited words in place of its own."""
    shipped = shipped_letters()[key]
    if not edited:
        return shipped
    return replace(shipped, ja=_text(edited["ja"]), en=_text(edited["en"]))


def letter_as_dict(letter: Letter) -> dict[str, dict[str, str]]:
    """The stored form of a letter's words."""
    return {
        "ja": {"subject": letter.ja.subject, "body": letter.ja.body},
        "en": {"subject": letter.en.subject, "body": letter.en.body},
    }


def faults_of(letter: Letter) -> tuple[Fault, ...]:
    """All that keeps this letter from being used here."""
    return letter_faults(letter.ja, letter.en, absolute_address(""), letter.required)


def profile_letter_for(actor: Actor, organisation_uid: uuid.UUID, key: str) -> Letter:
    """One letter of a profile, for editing. Raises NotFound."""
    if key not in LETTER_KEYS:
        raise NotFound("asks.no_letter")
    profile = profile_for(actor, organisation_uid)
    return letter_of(profile.organisation.id, key)


def organisation_asking(actor: Actor, uid: uuid.UUID) -> OrganisationView:
    """A group company in whose name the actor may ask. Raises NotFound otherwise."""
    found = organisation_for(actor, uid, Capability.RUN)
    if found.id not in {member.id for member in group_members_for(actor, Capability.RUN)}:
        raise NotFound("organisations.not_there")
    return found


def _stored(organisation_id: int) -> SenderProfile | None:
    rows = SenderProfile.objects.in_bulk([organisation_id, home_id()])
    return rows.get(organisation_id) or rows.get(home_id())


def _sender_of(row: SenderProfile) -> Sender:
    return sender_from({name: getattr(row, name) for name in Sender.__dataclass_fields__})


def _text(stored: Mapping[str, str]) -> LetterText:
    return LetterText(stored["subject"], stored["body"])


def _view(organisation: OrganisationView, row: SenderProfile | None) -> ProfileView:
    return ProfileView(
        organisation=organisation,
        sender=_sender_of(row) if row else Sender(),
        answer_days=row.answer_days if row else DEFAULT_DAYS,
        edited=frozenset(row.letters) if row else frozenset(),
        updated_at=row.updated_at if row else None,
    )
