"""The components that pages are built from; docs/develop/ui-kit.md shows each in use.

State looks come from `ui/states.py`, words for dates and counts from `ui/wording.py`.
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, cast

from django import template
from django.template.loader import get_template
from django.templatetags.static import static
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext

from sekisho.ui import charts, forms, notices, wording
from sekisho.ui.icons import ICONS
from sekisho.ui.states import TONES, look_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime

    from django.contrib.messages.storage.base import Message
    from django.forms import BaseForm, BoundField
    from django.http import HttpRequest, QueryDict
    from django.template import Context

    from sekisho.ui.paging import Paged

register = template.Library()
_KNOWN_ICONS = frozenset(ICONS)


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """`{% icon "send" %}`; with a label it speaks, without one it is decoration."""
    return _icon(name, str(label))


@cache
def _icon(name: str, label: str) -> SafeString:
    """Drawn once per name and label: a page holds hundreds."""
    if name not in _KNOWN_ICONS:
        raise template.TemplateSyntaxError(f"No icon {name!r}: add it to sekisho/ui/icons.py.")
    spoken = (
        format_html('role="img" aria-label="{}"', label)
        if label
        else mark_safe('aria-hidden="true"')
    )
    return format_html(
        '<svg class="sk-icon" {} focusable="false"><use href="{}#{}"></use></svg>',
        spoken,
        static("ui/vendor/icons.svg"),
        name,
    )


@register.simple_tag
def badge(tone: str, text: Any, icon_name: str = "") -> SafeString:
    """`{% badge "attention" _("3 days left") "clock" %}`."""
    return _badge(tone, conditional_escape(text), icon_name)


@lru_cache(maxsize=1000)
def _badge(tone: str, text: SafeString, icon_name: str) -> SafeString:
    if tone not in TONES:
        raise template.TemplateSyntaxError(f"No tone {tone!r}: use one of {sorted(TONES)}.")
    drawn = icon(icon_name) if icon_name else ""
    return format_html('<span class="sk-badge sk-tone-{}">{}{}</span>', tone, drawn, text)


@register.simple_tag
def state(name: str, word: Any = "") -> SafeString:
    """`{% state "overdue" %}`: icon, word and colour; the word may be given by the room."""
    return _state(name, conditional_escape(word) if word else None, get_language())


@lru_cache(maxsize=1000)
def _state(name: str, word: SafeString | None, _language: str | None) -> SafeString:
    look = look_of(name)
    return badge(look.tone, word or look.word, look.icon)


@register.filter
def state_word(name: str) -> str:
    """`{{ row.state|state_word }}`: the word alone, for exports and sentences."""
    return str(look_of(name).word)


@register.simple_tag
def count(number: int, unit: str) -> str:
    """`{% count 3 "organisations" %}` reads 3社 or 3 organisations."""
    return wording.counted(number, unit)


@register.filter
def counted(number: int, unit: str) -> str:
    """`{{ total|counted:"organisations" }}`, for use inside other tags."""
    return wording.counted(number, unit)


@register.filter
def figure(number: int) -> str:
    """`{{ total|figure }}`: thousands apart."""
    return wording.figure(number)


@register.filter
def day(value: date | datetime | None) -> str:
    """`{{ ask.due|day }}` reads 2026年11月22日（日） or 22 Nov 2026."""
    return wording.day_text(value)


@register.filter
def moment(value: datetime | None) -> str:
    """`{{ row.sent_at|moment }}`: day and time of day."""
    return wording.moment_text(value)


@register.filter
def clock(value: datetime | None) -> str:
    """`{{ reply.saved_at|clock }}` reads 10:32."""
    return wording.clock_text(value)


@register.filter
def distance(number: int | None, unit: str = "business_days") -> str:
    """`{{ ask.days_left|distance }}` reads あと3営業日 or in 3 business days; negative: over."""
    return "" if number is None else wording.distance_text(number, unit)


@register.filter
def since(number: int | None, unit: str = "days") -> str:
    """`{{ row.age_days|since }}` reads 3日前 or 3 days ago."""
    return "" if number is None else wording.since_text(number, unit)


@register.simple_tag(takes_context=True)
def drawn(context: Context, name: str, **more: object) -> SafeString:
    """`{% drawn "asks/rows.jinja" %}`: a compiled part (ui/compiled.py) with the page's names."""
    values = dict[str, Any](cast("dict[str, Any]", context.flatten()), **more)
    return _compiled(name, values, context.get("request"))


@register.filter
def filesize(size_bytes: int) -> str:
    """`{{ file.size_bytes|filesize }}` reads 3.2 MB."""
    return wording.size_text(size_bytes)


@register.filter
def remaining(seconds: int | None) -> str:
    """`{{ job.seconds_left|remaining }}`: what is left of long work, in words."""
    return wording.remaining_text(seconds)


@register.simple_tag
def share(part: int, whole: int) -> str:
    """`{% share 41 300 %}` reads 14%."""
    return wording.share_text(part, whole)


@register.inclusion_tag("ui/parts/progress.html")
def progress_bar(done: int, total: int, label: object = "", tone: str = "accent") -> dict[str, Any]:
    """`{% progress_bar 198 300 _("Replied") %}`: bar, count and share together."""
    percent = wording.share_text(done, total)
    return {"done": done, "total": total, "label": label, "tone": tone, "percent": percent}


@register.simple_tag
def stacked_bar(parts: Iterable[Any], label: object, *, compact: bool = False) -> SafeString:
    """`{% stacked_bar parts _("Replies") %}`; parts are (words, number, state or tone)."""
    return _compiled("ui/stacked_bar.jinja", {"parts": parts, "label": label, "compact": compact})


@register.simple_tag
def heat(score_0_100: float | None, shown: object = None, *, tag: str = "td") -> SafeString:
    """`{% heat row.score %}`: a table cell in one of five steps, hatched when unknown."""
    step = charts.heat_step(score_0_100)
    if step is None:
        return format_html(
            '<{0} class="sk-heat sk-heat-unknown">{1}</{0}>', tag, gettext("Unknown")
        )
    text = wording.figure(round(score_0_100 or 0)) if shown is None else shown
    return format_html('<{0} class="sk-heat sk-heat-{1}">{2}</{0}>', tag, step, text)


@register.simple_tag(takes_context=True)
def address(context: Context, **changes: object) -> str:
    """`{% address page=2 %}`: this address with parameters changed; None takes one away."""
    return _address(_query(context), changes)


@register.inclusion_tag("ui/parts/sort_head.html", takes_context=True)
def sort_head(context: Context, name: str, label: object, kind: str = "text") -> dict[str, Any]:
    """`{% sort_head "due" _("Due") %}`: a head that sorts; kind "number" aligns right."""
    query = _query(context)
    now = query.get("sort", "")
    direction = {name: "ascending", f"-{name}": "descending"}.get(now, "none")
    wanted = f"-{name}" if now == name else name
    return {
        "label": label,
        "kind": kind,
        "direction": direction,
        "url": _address(query, {"sort": wanted, "page": None}),
    }


@register.inclusion_tag("ui/parts/chip.html", takes_context=True)
def chip(
    context: Context, name: str, value: str, label: object, number: int | None = None
) -> dict[str, Any]:
    """`{% chip "state" "overdue" _("Overdue") 12 %}`: one value of a filter in the address."""
    query = _query(context)
    is_on = query.get(name, "") == value
    wanted = None if is_on or not value else value
    return {
        "label": label,
        "number": number,
        "is_on": is_on,
        "url": _address(query, {name: wanted, "page": None}),
    }


@register.inclusion_tag("ui/parts/pager.html", takes_context=True)
def pager(context: Context, page: Paged[Any], unit: str = "items") -> dict[str, Any]:
    """`{% pager partners "organisations" %}`: which rows of how many, and the way to the others."""
    query = _query(context)
    pages = [(number, _address(query, {"page": number})) for number in page.near]
    return {
        "page": page,
        "unit": unit,
        "pages": pages,
        "before": _address(query, {"page": page.number - 1}) if page.number > 1 else "",
        "after": _address(query, {"page": page.number + 1}) if page.number < page.last else "",
    }


@register.inclusion_tag("ui/parts/tab.html")
def tab(url: str, label: object, number: int | None = None, *, on: bool = False) -> dict[str, Any]:
    """`{% tab url _("Replies") 198 on=is_here %}` inside `<nav class="sk-tabs" aria-label>`."""
    return {"url": url, "label": label, "number": number, "on": on}


@register.inclusion_tag("ui/parts/copy.html")
def copy_button(text: object, label: object = "") -> dict[str, Any]:
    """`{% copy_button link _("Copy the link") %}`; without JavaScript the text can be selected."""
    return {"text": text, "label": label}


@register.simple_tag
def widget(field: BoundField) -> SafeString:
    """`{% widget form.name %}`: the bare input with class, help and error tied to it."""
    return forms.widget_of(field)


@register.filter
def shape(field: BoundField) -> str:
    """`{{ field|shape }}`: choices, single, hidden or plain."""
    return forms.shape_of(field)


@register.filter
def described_by(field: BoundField) -> str:
    """`{{ field|described_by }}`: ids of help and error for aria-describedby."""
    return forms.described_by(field)


@register.filter
def anchor(field: BoundField) -> str:
    """`{{ field|anchor }}`: the id that a link in the error list jumps to."""
    return field.id_for_label or field.auto_id


@register.filter
def is_kept_whole(form: BaseForm) -> bool:
    """`{% if form|is_kept_whole %}`: whether a page shown again holds all that was typed."""
    widgets = [field.widget for field in form.fields.values()]
    is_file = any(getattr(one, "input_type", "") == "file" for one in widgets)
    return not is_file and all(getattr(one, "render_value", True) for one in widgets)


@register.filter
def undo_url(message: Message) -> str:
    """`{{ message|undo_url }}`: where the undo button of a message posts to."""
    return notices.undo_url_of(message.extra_tags)


@register.simple_block_tag
def panel(content: str, title: object = "", icon_name: str = "", aside: object = "") -> SafeString:
    """`{% panel _("Contacts") "users" %}…{% endpanel %}`: a titled part of a page."""
    head = _panel_head(title, icon_name, aside) if title else ""
    return format_html('<section class="sk-panel">{}{}</section>', head, content)


@register.simple_block_tag
def fact(content: str, label: object) -> SafeString:
    """`{% fact _("Due") %}…{% endfact %}` inside `<dl class="sk-facts">`."""
    return format_html('<div class="sk-fact"><dt>{}</dt><dd>{}</dd></div>', label, content)


@register.simple_block_tag
def empty(content: str, title: object, icon_name: str = "inbox") -> SafeString:
    """`{% empty _("No partners yet") %}what this is for, and one step{% endempty %}`."""
    return format_html(
        '<div class="sk-empty">{}<p class="sk-empty-title">{}</p>{}</div>',
        icon(icon_name),
        title,
        content,
    )


@register.simple_block_tag
def callout(content: str, tone: str = "neutral", icon_name: str = "info-circle") -> SafeString:
    """`{% callout "attention" "alert-triangle" %}…{% endcallout %}`: one thing to know here."""
    return format_html(
        '<div class="sk-callout sk-tone-{}">{}<div class="sk-callout-body">{}</div></div>',
        tone,
        icon(icon_name),
        content,
    )


@register.simple_block_tag
def menu(content: str, label: object, icon_name: str = "") -> SafeString:
    """`{% menu _("More") "dots" %}<a>…</a>{% endmenu %}`: opens without JavaScript."""
    drawn = icon(icon_name) if icon_name else ""
    return format_html(
        '<details class="sk-menu" data-menu><summary class="btn sk-menu-button">{}<span>{}</span>{}'
        '</summary><div class="sk-menu-list">{}</div></details>',
        drawn,
        label,
        icon("chevron-down"),
        content,
    )


@register.simple_block_tag
def dialog(content: str, identifier: str, title: object) -> SafeString:
    """`{% dialog "why" _("Why we ask") %}…{% enddialog %}`, opened by `data-opens="why"`."""
    return format_html(
        '<dialog class="sk-dialog" id="{0}" aria-labelledby="{0}-title">'
        '<div class="sk-dialog-head"><h2 id="{0}-title">{1}</h2><form method="dialog">'
        '<button class="sk-icon-button" aria-label="{2}">{3}</button></form></div>'
        '<div class="sk-dialog-body">{4}</div></dialog>',
        identifier,
        title,
        gettext("Close"),
        icon("x"),
        content,
    )


def _compiled(name: str, values: dict[str, Any], request: HttpRequest | None = None) -> SafeString:
    template = get_template(name)
    # A page may call something "state" or "count"; in a compiled part these are the kit's words.
    ours = template.backend.env.globals  # type: ignore[attr-defined]
    drawn = template.render({key: own for key, own in values.items() if key not in ours}, request)
    return mark_safe(drawn)  # noqa: S308 - compiled templates escape what they are given


def _panel_head(title: object, icon_name: str, aside: object) -> SafeString:
    drawn = icon(icon_name) if icon_name else ""
    side = format_html('<span class="sk-panel-aside">{}</span>', aside) if aside else ""
    return format_html('<header class="sk-panel-head"><h2>{}{}</h2>{}</header>', drawn, title, side)


def _query(context: Context) -> QueryDict:
    request: HttpRequest = context["request"]
    return request.GET


def _address(query: QueryDict, changes: dict[str, Any]) -> str:
    changed = query.copy()
    for name, value in changes.items():
        if value in {None, ""}:
            changed.pop(name, None)
        else:
            changed[name] = str(value)
    return f"?{changed.urlencode()}" if changed else "?"
