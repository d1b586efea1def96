"""Every route x method x player x object, judged by the rule that the route declares."""

from __future__ import annotations

import copy
import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.http import HttpResponseBase
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from sekisho.kernel.actor import Capability
from sekisho.ui.entrances import Face, Rule, rule_of
from tests.gate.samples import FIXED_ARGUMENTS, LEAD_ONLY, LEFT_OUT, SAMPLES, Kwargs, Sample
from tests.gate.world import HOME, Player, World

_AT_THE_RULE = {"door", "refused", "kept"}  # decided before any object is looked for
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
_REFUSED = {401, 403, 404, 405}
_CHANGING = re.compile(
    r'(name="csrfmiddlewaretoken" value=")[^"]+|("X-CSRFToken": ")[^"]+|'
    r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|/\d+/|[0-9a-f]{64}"
)


@dataclass(frozen=True, slots=True)
class Route:
    """One address of the installation."""

    name: str
    pattern: str
    view: Any

    @property
    def rule(self) -> Rule | None:
        return rule_of(self.view)

    @property
    def has_arguments(self) -> bool:
        return "<" in self.pattern


def routes() -> list[Route]:
    """Every address with its full name, sorted by name."""
    return sorted(_walk(get_resolver().url_patterns, "", ()), key=lambda route: route.name)


def _walk(patterns: list[Any], prefix: str, spaces: tuple[str, ...]) -> Iterator[Route]:
    for one in patterns:
        path = prefix + str(one.pattern)
        if isinstance(one, URLResolver):
            inner = (*spaces, one.namespace) if one.namespace else spaces
            yield from _walk(one.url_patterns, path, inner)
        elif isinstance(one, URLPattern):
            yield Route(":".join([*spaces, one.name or "?"]), path, one.callback)


def ruled() -> list[Route]:
    """The routes that the matrix judges."""
    return [route for route in routes() if route.rule and route.name not in LEFT_OUT]


def faults(world: World, route: Route) -> list[str]:
    """What is wrong at this route, in words; empty when the rule holds for everybody."""
    return list(iter_faults(world, route))


def iter_faults(world: World, route: Route) -> Iterator[str]:
    """The same, one by one: who needs only the first may stop there."""
    yield from _wrong_methods(world, route)
    for player in world.players:
        yield from _by_player(world, route, player)


def faults_of_reach(world: World, route: Route) -> list[str]:
    """What is wrong for those of whom the database, not the rule, decides what they may see."""
    judged = [player for player in world.players if player.name in _REACHING]
    assert len(judged) == len(_REACHING)
    return [fault for player in judged for fault in _by_player(world, route, player)]


def _objects(world: World, route: Route) -> dict[str, Kwargs]:
    if not route.has_arguments:
        return {"": {}}
    if route.name in FIXED_ARGUMENTS:
        return {"": FIXED_ARGUMENTS[route.name]}
    sample = SAMPLES[route.name]
    return {"a": sample.a(world), "b": sample.b(world), "none": sample.none(world)}


def _by_player(world: World, route: Route, player: Player) -> Iterator[str]:
    assert route.rule is not None
    for method in [name for name in route.rule.methods if name != "HEAD"]:
        answers = {
            which: ask(player, method, reverse(route.name, kwargs=kwargs))
            for which, kwargs in _objects(world, route).items()
            if which in {"", "a"} or expected(route, player, which) not in _AT_THE_RULE
        }
        for which, answer in answers.items():
            place = f"{method} {route.name}({which}) by {player.name}: {answer.status_code}"
            wanted = expected(route, player, which)
            if not _fits(answer, wanted, route, method):
                yield f"{place}, wanted {wanted}{_crash(answer)}"
            for word in player.forbidden_words:
                if word in _body(answer):
                    yield f"{place} shows {word}"
        yield from _tells_apart(route, player, method, answers)


def _crash(answer: HttpResponseBase) -> str:
    """What broke, when something did."""
    found = getattr(answer, "exc_info", None)
    return f" ({found[1]!r})" if found else ""


def _tells_apart(
    route: Route, player: Player, method: str, answers: dict[str, HttpResponseBase]
) -> Iterator[str]:
    """Not yours must read exactly like not there."""
    for which in ("a", "b"):
        if which in answers and expected(route, player, which) == "absent":
            one, other = (_CHANGING.sub("*", _body(answers[key])) for key in (which, "none"))
            if one != other or answers[which].status_code != answers["none"].status_code:
                yield f"{method} {route.name}({which}) by {player.name} differs from not there"


def expected(route: Route, player: Player, which: str) -> str:
    """One word: open, door (to sign-in, 403 for a form), refused, absent, code."""
    rule = route.rule
    assert rule is not None
    if rule.face is Face.PUBLIC:
        return "any"
    if rule.face is Face.RESPONDENT:
        return _expected_of_link(rule, player, which)
    if not player.is_person:
        return "door"
    if rule.face is Face.SIGNED_IN:
        return "any"
    assert rule.capability is not None
    places = player.places(rule.capability)
    if not places:
        return "refused"
    return _expected_at(route, player, which, rule.capability)


def _expected_of_link(rule: Rule, player: Player, which: str) -> str:
    if not player.link or player.link != which or player.verb != rule.verb:
        return "absent"
    return "code" if rule.needs_code and not player.is_confirmed else "open"


def _expected_at(route: Route, player: Player, which: str, capability: Capability) -> str:
    places = player.places(capability)
    if route.name in LEAD_ONLY and HOME not in places:
        return "kept"
    if not which:
        return "open"
    if which == "none":
        return "absent"
    sample = SAMPLES[route.name]
    if sample.owner:
        return "open" if sample.owner == player.name else "absent"
    return "open" if places & sample.reach[which] else "absent"


def _fits(answer: HttpResponseBase, wanted: str, route: Route, method: str) -> bool:
    status, target = answer.status_code, answer.headers.get("Location", "")
    leads_to_code = status == 302 and target.endswith("/code/")
    is_door = status == 302 and target.startswith("/sign-in/?next=")
    sample: Sample | None = SAMPLES.get(route.name)
    is_gone = status == 404 and bool(sample and sample.may_be_gone)
    return {
        "any": status < 500,
        "door": is_door if method == "GET" else status == 403,
        "refused": status == 403,
        "absent": status == 404,
        "kept": status in {403, 404},
        "code": leads_to_code,
        "open": (
            status < 500 and status not in _REFUSED and not (leads_to_code and method == "GET")
        )
        or is_gone,
    }[wanted]


def _wrong_methods(world: World, route: Route) -> Iterator[str]:
    assert route.rule is not None
    first = next(iter(_objects(world, route).values()))
    url = reverse(route.name, kwargs=first)
    players = [player for player in world.players if player.name in _WATCHED]
    for player in players:
        for method in METHODS:
            answer = ask(player, method, url)
            if (method not in route.rule.methods) != (answer.status_code == 405):
                yield f"{method} {route.name} by {player.name}: {answer.status_code}"
            if method == "HEAD" and answer.status_code >= 500:
                yield f"HEAD {route.name} by {player.name}: {answer.status_code}"


_REACHING = {
    *("administrator@home", "coordinator@g", "coordinator@h", "reader@home, administrator@g"),
    *("link of A", "link of B"),
}
_WATCHED = {"nobody", "administrator@home", "link of A"}


def ask(player: Player, method: str, url: str) -> HttpResponseBase:
    """One request whose changes are taken back; a crash counts as 500."""
    logging.getLogger("django.request").setLevel(logging.CRITICAL)  # refusals are the point
    client = player.client
    client.raise_request_exception = False
    cookies = copy.copy(client.cookies)
    with transaction.atomic():
        answer: HttpResponseBase = client.generic(
            method, url, "" if method != "POST" else b"", "application/x-www-form-urlencoded"
        )
        body = getattr(answer, "streaming_content", None)
        if body is not None:
            answer.kept_body = b"".join(body)  # type: ignore[attr-defined]
        transaction.set_rollback(True)
    client.cookies = cookies
    return answer


def _body(answer: HttpResponseBase) -> str:
    content = getattr(answer, "kept_body", None)
    return (getattr(answer, "content", b"") if content is None else content).decode(
        "utf-8", errors="replace"
    )
