"""What is typed about a question set: head, section, question with choices and condition."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from sekisho.engines.schemes import LevelAnswers

KINDS = {
    "yes_no": _("Yes / no / partly"),
    "single": _("One choice"),
    "multiple": _("Several choices"),
    "text": _("Text"),
    "number": _("Number"),
    "date": _("Date"),
    "file": _("File"),
}
RESPONDENTS = {
    "supplier": _("The partner about itself"),
    "buyer": _("Our buyer, about the partner"),
    "both": _("Partner and buyer"),
}
WEIGHTS = {1: _("1 supporting"), 2: _("2 important"), 3: _("3 critical")}
MOST_CLAUSES, MOST_CHOICES, BLANK_CHOICES = 6, 100, 3
_LONGEST = 2000
_FIGURES = 9
MOST_WEIGHT = 1000


class BeginForm(forms.Form):
    """In whose name, and with what to begin."""

    organisation = forms.ChoiceField(label=_("For which company"))
    begin = forms.ChoiceField(
        label=_("Begin with"),
        widget=forms.RadioSelect,
        initial="empty",
        choices=[
            ("empty", _("An empty set")),
            ("set", _("A published or shipped set: its next version")),
            ("file", _("A file (YAML) of another installation")),
        ],
    )
    title_ja = forms.CharField(label=_("Title (Japanese)"), max_length=200, required=False)
    title_en = forms.CharField(label=_("Title (English)"), max_length=200, required=False)
    key = forms.SlugField(
        label=_("Key"),
        required=False,
        max_length=60,
        help_text=_("Small letters, digits and hyphens; the same for all versions of the set."),
    )
    question_set = forms.ChoiceField(label=_("Set to begin from"), required=False)
    file = forms.FileField(label=_("File"), required=False)

    def __init__(
        self, *args: Any, places: list[tuple[str, str]], sets: list[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (("organisation", places), ("question_set", [("", "–"), *sets])):
            field = self.fields[name]
            if isinstance(field, forms.ChoiceField):
                field.choices = choices

    def clean(self) -> dict[str, Any]:
        """What the chosen beginning needs."""
        given = super().clean() or {}
        needed = {"empty": "key", "set": "question_set", "file": "file"}
        name = needed.get(given.get("begin", ""), "")
        if name and not given.get(name):
            self.add_error(name, _("This is needed for the chosen beginning."))
        return given


class HeadForm(forms.Form):
    """Title, key, version, purpose, notice, source: what stands over all questions."""

    title_ja = forms.CharField(label=_("Title (Japanese)"), max_length=200, required=False)
    title_en = forms.CharField(label=_("Title (English)"), max_length=200, required=False)
    id = forms.CharField(label=_("Key"), max_length=60)
    version = forms.CharField(label=_("Version"), max_length=20)
    respondent = forms.ChoiceField(label=_("Answered by"), choices=list(RESPONDENTS.items()))
    use_ja = forms.CharField(label=_("What it is for (Japanese)"), required=False)
    use_en = forms.CharField(label=_("What it is for (English)"), required=False)
    notice_ja = forms.CharField(label=_("Notice (Japanese)"), required=False)
    notice_en = forms.CharField(label=_("Notice (English)"), required=False)
    source_ja = forms.CharField(label=_("Rests on (Japanese)"), required=False)
    source_en = forms.CharField(label=_("Rests on (English)"), required=False)
    licence = forms.CharField(label=_("Licence"), max_length=100)
    rev = forms.IntegerField(widget=forms.HiddenInput)

    def fields_of_draft(self, source_id: str) -> dict[str, Any]:
        """The fields of the draft's head; call it on a valid form."""
        given = self.cleaned_data
        found: dict[str, Any] = {
            name: {lang: given[f"{name}_{lang}"].strip() for lang in ("ja", "en")}
            for name in ("title", "use", "notice", "source")
        }
        found["source"]["id"] = source_id
        return found | {name: given[name] for name in ("id", "version", "respondent", "licence")}


def head_initial(draft: Mapping[str, Any]) -> dict[str, Any]:
    """What the form of the head shows."""
    found = {
        f"{name}_{lang}": draft[name].get(lang, "")
        for name in ("title", "use", "notice", "source")
        for lang in ("ja", "en")
    }
    plain = ("id", "version", "respondent", "licence", "rev")
    return found | {name: draft[name] for name in plain}


def seen_revision(data: QueryDict, name: str = "rev") -> int:
    """The revision that the writer saw; 0, which nothing has, when it cannot be read."""
    text = str(data.get(name, ""))
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _FIGURES else 0


def section_fields(data: QueryDict) -> dict[str, Any]:
    """The fields of a section; a weight that cannot be is left out, and the one before stays."""
    found = {name: _line(data, name) for name in ("ja", "en", "key") if name in data}
    return found if weight_fault(data) else {**found, "weight": _figure(data, "weight") or 1}


def weight_fault(data: QueryDict) -> bool:
    """Whether what was typed is no weight of a section; nothing typed counts as 1."""
    weight = _figure(data, "weight")
    is_figure = isinstance(weight, int | float) and 0 < weight <= MOST_WEIGHT
    return not (weight is None or is_figure)


def question_fields(data: QueryDict) -> dict[str, Any]:
    """The fields of a question as the draft keeps them; None takes a field away."""
    kind = data.get("kind", "")
    weight = _figure(data, "weight")
    respondent = str(data.get("respondent", ""))
    return {
        "id": _line(data, "key"),
        "ja": _line(data, "ja"),
        "en": _line(data, "en"),
        "help": _both(data, "help"),
        "kind": kind if kind in KINDS else "yes_no",
        "weight": weight if weight in WEIGHTS else 1,
        "critical": "critical" in data,
        "required": "required" in data,
        "evidence": "evidence" in data,
        "na_reason": "na_reason" in data,
        "respondent": respondent if respondent in RESPONDENTS else None,
        "maps": _line(data, "maps").replace(",", " ").split() or None,
        "followup": _followup(data),
        "choices": _choices(data),
        "number": _number(data),
        "condition": condition_fields(data),
    }


def condition_fields(data: QueryDict) -> dict[str, Any] | None:
    """The condition of the rows sent; a row whose question was just chosen takes "no" or nothing.

    A condition too deep for rows is kept as it is (sent as `condition_kept`).
    """
    parts = []
    for number in range(MOST_CLAUSES):
        asked = data.get(f"condition-{number}-question", "")
        if not asked:
            continue
        is_new = data.get(f"condition-{number}-was", "") != asked
        keys = ["no"] if is_new else data.getlist(f"condition-{number}-is")
        clause: dict[str, Any] = {"question": asked, "is": keys}
        parts.append({"not": clause} if data.get(f"condition-{number}-not") else clause)
    if not parts:
        return None
    if len(parts) == 1:
        return parts[0]
    return {"any" if data.get("condition-join") == "any" else "all": parts}


def clauses_of(condition: Mapping[str, Any] | None) -> tuple[str, list[dict[str, Any]]] | None:
    """How a condition reads in rows: join and (question, not, is); None when it is too deep."""
    if not condition:
        return "all", []
    join = "any" if "any" in condition else "all"
    parts = condition.get(join) or [condition]
    rows = []
    for part in parts:
        inner = part.get("not", part)
        if "question" not in inner:
            return None
        rows.append({"question": inner["question"], "is": inner["is"], "not": "not" in part})
    return (join, rows) if len(rows) <= MOST_CLAUSES else None


def _followup(data: QueryDict) -> dict[str, Any] | None:
    words = _both(data, "followup")
    if not any(words.values()):
        return None
    keys = data.getlist("followup-when")
    return {"when": "any" if "any" in keys or not keys else keys, **words}


def _choices(data: QueryDict) -> list[dict[str, Any]]:
    found = []
    for number in range(MOST_CHOICES):
        row: dict[str, Any] = {
            name: _line(data, f"choice-{number}-{name}") for name in ("key", "ja", "en")
        }
        if f"choice-{number}-key" not in data:
            break
        if not any(row.values()):
            continue
        points = _figure(data, f"choice-{number}-points")
        found.append({**row, "key": row["key"] or f"c{number + 1}"})
        if points is not None:
            found[-1]["points"] = points
    return found


def _number(data: QueryDict) -> dict[str, Any] | None:
    rule: dict[str, Any] = {name: _figure(data, f"number-{name}") for name in ("min", "max")}
    unit = _both(data, "unit")
    rule |= {"whole": True if "number-whole" in data else None}
    rule |= {"unit": unit if any(unit.values()) else None}
    return {name: value for name, value in rule.items() if value is not None} or None


def _both(data: QueryDict, name: str) -> dict[str, str]:
    return {language: _line(data, f"{name}_{language}") for language in ("ja", "en")}


def _line(data: QueryDict, name: str) -> str:
    return str(data.get(name, "")).replace("\r\n", "\n").strip()[:_LONGEST]


def _figure(data: QueryDict, name: str) -> int | float | str | None:
    """A number; what cannot be read stays as it was typed, and is told as a fault."""
    text = _line(data, name)
    if not text:
        return None
    try:
        number = float(text)
    except ValueError:
        return text
    if not math.isfinite(number):
        return text
    return int(number) if number.is_integer() else number


class LevelForm(forms.Form):
    """The three questions by which a level of SCS is looked for, and the reason."""

    asker = forms.ChoiceField(label=_("For which company"))
    holds = forms.ChoiceField(
        label=_("Does the partner handle important confidential information of ours on its IT?"),
        widget=forms.RadioSelect,
        choices=[("yes", _("Yes")), ("no", _("No"))],
    )
    stops = forms.ChoiceField(
        label=_("If the partner stopped, would our business be delayed beyond what we can accept?"),
        widget=forms.RadioSelect,
        choices=[("yes", _("Yes")), ("no", _("No"))],
    )
    reaches = forms.ChoiceField(
        label=_("Can the partner reach our internal systems?"),
        widget=forms.RadioSelect,
        choices=[("yes", _("Yes")), ("no", _("No"))],
    )
    reason = forms.CharField(
        label=_("Reason"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, askers: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["asker"]
        if len(askers) == 1:
            del self.fields["asker"]
        elif isinstance(field, forms.ChoiceField):
            field.choices = askers

    @staticmethod
    def initial_of(answers: LevelAnswers, reason: str) -> dict[str, str]:
        """What the form shows of an earlier choice."""
        given = (answers.holds_our_secrets, answers.stops_us_unacceptably)
        words = ["yes" if one else "no" for one in (*given, answers.reaches_our_systems)]
        return {**dict(zip(("holds", "stops", "reaches"), words, strict=True)), "reason": reason}

    def answers(self) -> LevelAnswers:
        """The three answers; call it on a valid form."""
        names = ("holds", "stops", "reaches")
        return LevelAnswers(*(self.cleaned_data[name] == "yes" for name in names))
