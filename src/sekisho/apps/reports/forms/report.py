"""The executive page as words and figures; page and PDF show the same."""

from __future__ import annotations

from typing import Any

from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from sekisho.apps.reports.queries.executive import (
    AreaChange,
    DayReplies,
    PartFigures,
    Report,
    Trend,
    TrendPoint,
)
from sekisho.engines.deadlines import format_date
from sekisho.engines.reports import Change, GapFigures, QuestionFigures
from sekisho.kernel.text import Bilingual
from sekisho.ui.wording import counted, figure, share_text, tier_word

NOTHING = "–"
_MOST_DAYS = 40
_LEVEL = 0.05  # percentage points that still read as no change


def language() -> str:
    """The language of the page."""
    return (get_language() or "ja")[:2]


def said(text: Bilingual) -> str:
    """A text in the language of the page."""
    return text.in_language(language())


def report_words(report: Report) -> dict[str, Any]:
    """All that stands on the page, ready to be shown."""
    ask, counts = report.ask, report.counts
    sent = format_date(ask.sent_at.date(), language()) if ask.sent_at else ""
    return {
        "language": language(),
        "title": said(ask.title),
        "number": ask.number,
        "asker": said(report.asker.names) if report.asker else "",
        "set": f"{said(report.question_set.title)} {report.question_set.version}",
        "sent": sent,
        "state": state_sentence(report),
        "next": next_step(report),
        "asked": counts.asked,
        "replied": counts.replied,
        "replied_share": share_text(counts.replied, counts.asked),
        "overdue": counts.overdue,
        "declined": counts.states.get("declined", 0),
        "replies": report.replies,
        "behind": report.behind,
        "total": figures_words(report.total),
        "days": [_day(one, counts.asked) for one in report.days[-_MOST_DAYS:]],
        "areas": [_area(one) for one in report.areas],
        "worst": [_question(one) for one in report.worst],
        "questions": [_question(one) for one in report.questions],
        "tiers": [_part(one, _tier(one.key)) for one in report.tiers],
        "groups": [_part(one, said(one.names)) for one in report.groups],
        "change": _change(report.change) if report.before else None,
        "before": said(report.before.title) if report.before else "",
        "before_sent": _sent(report),
    }


def state_sentence(report: Report) -> str:
    """How it stands: who replied, what the answers show, and on how many replies that rests."""
    return " ".join(part for part in (_stands(report), _rests_on(report)) if part)


def _stands(report: Report) -> str:
    counts, share = report.counts, report.total.share_0_100
    params = {
        "asked": counted(counts.asked, "organisations"),
        "replied": figure(counts.replied),
        "share": share_text(counts.replied, counts.asked),
        "gaps": _percent(share),
        "unknown": figure(report.total.unknown),
    }
    if share is None:
        return _("%(asked)s asked, %(replied)s replied (%(share)s).") % params
    return (
        _(
            "%(asked)s asked, %(replied)s replied (%(share)s); %(gaps)s of the answers show a gap, "
            "%(unknown)s answers are “do not know”."
        )
        % params
    )


def _rests_on(report: Report) -> str:
    params = {"n": figure(report.replies), "writing": figure(report.writing)}
    if report.writing:
        return _("Counted from %(n)s submitted; %(writing)s more are being written.") % params
    return _("Counted from %(n)s submitted.") % params if report.replies else ""


def next_step(report: Report) -> str:
    """The one thing to do next."""
    counts = report.counts
    waiting = counts.states.get("submitted", 0)
    if waiting:
        return _("Review the replies that wait: %(n)s.") % {"n": figure(waiting)}
    if counts.overdue:
        return _("Remind those who are overdue: %(n)s.") % {"n": figure(counts.overdue)}
    if counts.asked > counts.replied:
        return _("Wait for the deadline; %(n)s have not replied yet.") % {
            "n": figure(counts.asked - counts.replied)
        }
    if report.worst:
        return _("Agree on measures for the worst gap: %(text)s") % {
            "text": said(report.worst[0].question.text)
        }
    return _("Nothing waits. Ask again in a year, or when the situation changes.")


def figures_words(figures: GapFigures) -> dict[str, Any]:
    """Gaps as counts and share; a share that nobody can know is a dash."""
    return {
        "gaps": figures.gaps,
        "counted": figures.counted,
        "unknown": figures.unknown,
        "unanswered": figures.unanswered,
        "in_place": figures.counted - figures.gaps - figures.unknown,
        "share": _percent(figures.share_0_100),
        "share_0_100": figures.share_0_100,
        "parts": bar_parts(figures),
    }


def bar_parts(figures: GapFigures) -> list[tuple[str, int, str]]:
    """The stacked bar: in place, gaps, not known."""
    in_place = figures.counted - figures.gaps - figures.unknown
    return [
        (pgettext("answers", "In place"), in_place, "done"),
        (pgettext("answers", "Gap"), figures.gaps, "attention"),
        (pgettext("answers", "Do not know"), figures.unknown, "unknown"),
    ]


def trend_words(trend: Trend) -> dict[str, Any]:
    """The asks of a series as rows, with the share of gaps by area."""
    return {
        "language": language(),
        "areas": [said(label) for _key, label in trend.categories],
        "rows": [_point(one, trend) for one in trend.points],
    }


def _point(one: TrendPoint, trend: Trend) -> dict[str, Any]:
    nothing = GapFigures()
    return {
        "uid": one.ask.uid,
        "title": said(one.ask.title),
        "number": one.ask.number,
        "sent": one.ask.sent_at,
        "is_current": one.ask.id == trend.ask.id,
        "asked": one.counts.asked,
        "replied": one.counts.replied,
        "replied_share": share_text(one.counts.replied, one.counts.asked),
        "total": figures_words(one.total),
        "areas": [figures_words(one.areas.get(key, nothing)) for key, _label in trend.categories],
    }


def _day(one: DayReplies, asked: int) -> dict[str, Any]:
    return {
        "day": format_date(one.day, language()),
        "count": one.count,
        "total": one.total,
        "asked": asked,
        "share": share_text(one.total, asked),
    }


def _area(one: AreaChange) -> dict[str, Any]:
    return {
        "label": said(one.area.category.label),
        **figures_words(one.area.figures),
        "change": _change(one.change)["words"] if one.change else "",
    }


def _question(one: QuestionFigures) -> dict[str, Any]:
    return {
        "number": one.number,
        "key": one.question.key,
        "text": said(one.question.text),
        "is_critical": one.question.is_critical,
        **figures_words(one.figures),
    }


def _part(one: PartFigures, label: str) -> dict[str, Any]:
    return {
        "label": label,
        "asked": one.counts.asked,
        "replied": one.counts.replied,
        "replied_share": share_text(one.counts.replied, one.counts.asked),
        "overdue": one.counts.overdue,
        **figures_words(one.figures),
    }


def _tier(key: str) -> str:
    return tier_word(None if key == "none" else int(key))


def _change(change: Change | None) -> dict[str, Any]:
    if change is None or change.points is None:
        return {"words": NOTHING, "tone": "neutral", "questions": 0}
    points = change.points
    amount = f"{abs(points):.1f}"
    if abs(points) < _LEVEL:
        words, tone = _("no change"), "neutral"
    elif points < 0:
        words, tone = _("%(n)s points fewer gaps") % {"n": amount}, "done"
    else:
        words, tone = _("%(n)s points more gaps") % {"n": amount}, "attention"
    return {
        "words": words,
        "tone": tone,
        "questions": change.questions,
        "now": _percent(change.now.share_0_100),
        "before": _percent(change.before.share_0_100),
    }


def _sent(report: Report) -> str:
    before = report.before
    if before is None or before.sent_at is None:
        return ""
    return format_date(before.sent_at.date(), language())


def _percent(share_0_100: float | None) -> str:
    return NOTHING if share_0_100 is None else share_text(share_0_100, 100)
