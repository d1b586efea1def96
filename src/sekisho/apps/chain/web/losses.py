"""The loss in yen: what it rests on, what it is, its curve, as files."""

from __future__ import annotations

import math
import uuid
from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from sekisho.apps.chain.actions.losses import enter_amounts, want_losses
from sekisho.apps.chain.forms.losses import ENDS, AmountsForm
from sekisho.apps.chain.queries.losses import LossView, amounts_for, losses_for
from sekisho.apps.chain.queries.reach import parameters
from sekisho.apps.chain.queries.studies import may_change
from sekisho.apps.chain.web.drawing import Picture
from sekisho.apps.chain.web.files import PICTURES, picture_file, table_file
from sekisho.apps.chain.web.tables import Table
from sekisho.apps.chain.web.words import number, percent
from sekisho.apps.inventory.forms import said
from sekisho.kernel import clock
from sekisho.kernel.actor import Capability
from sekisho.ui.entrances import Request, office
from sekisho.ui.notices import notify

_LEFT, _TOP, _WIDE, _TALL = 70, 24, 820, 260
_SHARES = (0.0, 0.25, 0.5, 0.75, 1.0)


@office(Capability.VIEW, "GET", "POST")
def losses(request: Request) -> HttpResponse:
    """The newest result, the amounts it rests on, and older results."""
    if request.method == "POST":
        return redirect("work:run", uid=want_losses(request.actor, now=clock.now()))
    found = losses_for(request.actor)
    latest = next((one for one in found if one.content is not None), None)
    context = {
        "on_losses": True,
        "amounts": [_amount(one) for one in amounts_for(request.actor)],
        "may_enter": may_change(request.actor, Capability.RUN),
        "waiting": next((one for one in found if one.content is None), None),
        "result": _shown(latest) if latest is not None else None,
    }
    return render(request, "chain/losses.html", context)


@office(Capability.RUN, "GET", "POST")
def amounts(request: Request) -> HttpResponse:
    """Enter own amounts; what stays empty is assumed."""
    if not may_change(request.actor, Capability.RUN):
        notify(
            request, _("Amounts are entered by those who run the programme for all of this chain.")
        )
        return redirect("chain:losses")
    rows = amounts_for(request.actor)
    form = AmountsForm(request.POST or None, amounts=rows)
    if request.method == "POST" and form.is_valid():
        enter_amounts(request.actor, ranges=form.ranges, now=clock.now())
        notify(request, _("Saved. Reckon anew to see what changes."))
        return redirect("chain:losses")
    shown = [{**_amount(one), "fields": [form[f"{one.key}-{end}"] for end in ENDS]} for one in rows]
    context = {"on_losses": True, "form": form, "rows": shown}
    return render(request, "chain/amounts.html", context, status=422 if form.is_bound else 200)


@office(Capability.VIEW, "GET")
def losses_file(request: Request, ending: str) -> HttpResponse:
    """Curve or table of the newest result."""
    found = next((one for one in losses_for(request.actor) if one.content is not None), None)
    if found is None or found.content is None:
        return redirect("chain:losses")  # which says that nothing is reckoned yet
    if ending in PICTURES:
        return picture_file(request, _curve(found.content, is_file=True), ending, "loss")
    return table_file(request, _table(found.content), ending, "loss")


def losses_url(_uid: uuid.UUID | None) -> str:
    """Where a result is seen."""
    return reverse("chain:losses")


def yen(value: float) -> str:
    """Yen with three digits that count: ¥1,230,000."""
    if value <= 0 or not math.isfinite(value):
        return "¥0" if value <= 0 else "–"
    step = 10 ** max(math.floor(math.log10(value)) - 2, 0)
    return f"¥{round(value / step) * step:,.0f}"


def _amount(one: Any) -> dict[str, Any]:
    is_days = one.unit == "days"
    words = [f"{value:g}" if is_days else yen(value) for value in (one.low, one.likely, one.high)]
    return {"about": said(one.about), "words": words, "is_days": is_days, "source": one.source,
            "is_entered": one.is_entered}  # fmt: skip


def _shown(found: LossView) -> dict[str, Any]:
    content = found.content or {}
    rows = [(_("Mean"), *content["mean"])]
    rows += [(f"P{key}", *one) for key, one in content["percentiles"].items()]
    return {
        "at": found.at,
        "rows": [(name, yen(value), yen(error)) for name, value, error in rows],
        "mean": yen(content["mean"][0]),
        "p95": yen(content["percentiles"]["95"][0]),
        "p99": yen(content["percentiles"]["99"][0]),
        "any": percent(content["any"]),
        "worlds": number(content["worlds"]),
        "within": percent(content["rule"][1]),
        "percent": f"{content['rule'][0]:g}",
        "most": number(content["rule"][2]),
        "is_settled": content["is_settled"],
        "is_told": content["is_told"],
        "avalanches": number(content["avalanches"]),
        "has_avalanches": content["avalanches"] > 0,
        "avalanche": percent(parameters()["avalanche_share"]),
        "assumed": len(content["ranges"]) - len(content["entered"]),
        "amounts": len(content["ranges"]),
        "digest": content["digest"][:12],
        "version": content["parameters"],
        "seed": content["seed"],
        "guessed": number(content["guessed"]),
        "looked_at": number(content["looked_at"]),
        "curve": _curve(content),
        "points": [(yen(at), percent(share), percent(error)) for at, share, error
                   in content["curve"][:: max(len(content["curve"]) // 12, 1)]],
    }  # fmt: skip


def _curve(content: Mapping[str, Any], *, is_file: bool = False) -> SafeString:
    """How likely it is to lose more than so much, with a band of two standard errors."""
    points = content["curve"]
    most = max(points[-1][0], 1.0)
    picture = Picture(_LEFT + _WIDE + 30, _TOP + _TALL + 56, _("Exceedance curve"), is_file)
    for share in _SHARES:
        y = _TOP + _TALL * (1 - share)
        picture.line((_LEFT, y, _LEFT + _WIDE, y), is_strong=share == 0)
        picture.words((_LEFT - 8, y + 4), f"{100 * share:g}%", tone="muted", anchor="end")
        x = _LEFT + _WIDE * share
        anchor = "start" if share == 0 else "end" if share == 1 else "middle"
        picture.words((x, _TOP + _TALL + 20), yen(most * share), tone="muted", anchor=anchor)
    told = _("loss within 30 days (across), chance to lose more (up)")
    picture.words((_LEFT, _TOP + _TALL + 44), told, tone="muted")
    xs = [_LEFT + _WIDE * at / most for at, _share, _error in points]
    upper = [(x, min(one[1] + 2 * one[2], 1)) for x, one in zip(xs, points, strict=True)]
    lower = [(x, max(one[1] - 2 * one[2], 0)) for x, one in zip(xs, points, strict=True)]
    band = _path([*upper, *reversed(lower)])
    line = _path([(x, one[1]) for x, one in zip(xs, points, strict=True)])
    soft, strong = ('fill="#eceef7"', 'stroke="#4456a8"') if is_file else (
        'class="sk-fill-band"', 'class="sk-draw-curve"')  # fmt: skip
    picture.raw(f'<path d="{band}Z" {soft}/>')
    picture.raw(f'<path d="{line}" fill="none" stroke-width="2.5" {strong}/>')
    return picture.drawn()


def _path(points: list[tuple[float, float]]) -> str:
    spots = [f"{x:.1f} {_TOP + _TALL * (1 - share):.1f}" for x, share in points]
    return "M" + " L".join(spots)


def _table(content: Mapping[str, Any]) -> Table:
    rows: list[tuple[str, float, float]] = [(_("Mean"), *content["mean"])]
    rows += [(f"P{key}", *one) for key, one in content["percentiles"].items()]
    rows += [
        (_("Chance to lose more than %(yen)s") % {"yen": yen(at)}, share, error)
        for at, share, error in content["curve"]
    ]
    notes = (
        _("Chain %(chain)s, parameters %(version)s, seed %(seed)s")
        % {
            "chain": content["digest"],
            "version": content["parameters"],
            "seed": content["seed"],
        },
        _("What is unknown counts as the worst case."),
        *(f"{key}: {one[0]:g} / {one[1]:g} / {one[2]:g}" for key, one in content["ranges"].items()),
    )
    headings = (_("Figure"), _("Yen, or chance (0–1)"), _("Standard error"))
    return Table(_("Loss"), headings, tuple(rows), notes)
