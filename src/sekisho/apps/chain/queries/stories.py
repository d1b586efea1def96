"""Stories as they are shipped and as somebody changed them, and what happens in them."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from sekisho.adapters.content import content_folder
from sekisho.adapters.content.stories import load_stories, story_fault
from sekisho.apps.chain.models import StudyKind
from sekisho.apps.chain.queries.reach import parameters
from sekisho.apps.chain.queries.studies import StudyView, may_change, studies_for, study_for
from sekisho.apps.inventory.queries.catalogue import assumptions, catalogue
from sekisho.engines.stories.story import Story, parse_story
from sekisho.kernel.actor import Actor, Capability
from sekisho.kernel.errors import Invalid, NotFound

if TYPE_CHECKING:
    from sekisho.engines.stories.telling import Outcome


@dataclass(frozen=True, slots=True)
class StoryView:
    """A story with its document; `uid` is None for one that is shipped, `origin` its key."""

    uid: uuid.UUID | None
    story: Story
    document: Mapping[str, Any]
    origin: str
    version: str


@lru_cache(maxsize=1)
def _shipped() -> tuple[dict[str, Any], ...]:
    return load_stories(content_folder() / "chain", catalogue())


def shipped_stories() -> tuple[StoryView, ...]:
    """The built-in stories in their order."""
    return tuple(_shipped_view(one) for one in _shipped())


def shipped_story(key: str) -> StoryView:
    """One built-in story. Raises NotFound (chain.no_study)."""
    for one in _shipped():
        if one["key"] == key:
            return _shipped_view(one)
    raise NotFound("chain.no_study")


def _shipped_view(one: dict[str, Any]) -> StoryView:
    return StoryView(None, parse_story(one, catalogue()), one, one["key"], one["version"])


def own_stories_for(actor: Actor) -> tuple[StoryView, ...]:
    """The changed stories, newest first."""
    return tuple(_own_view(one) for one in studies_for(actor, StudyKind.STORY))


def own_story_for(
    actor: Actor, uid: uuid.UUID, capability: Capability = Capability.VIEW
) -> StoryView:
    """One changed story. Raises NotFound (chain.no_study), Unreadable."""
    if not may_change(actor, capability):
        raise NotFound("chain.no_study")
    return _own_view(study_for(actor, uid, StudyKind.STORY))


def _own_view(study: StudyView) -> StoryView:
    content = study.content or {}
    document = content["story"]
    story = parse_story(document, catalogue())
    return StoryView(study.uid, story, document, content["origin"], content["version"])


def checked(document: Mapping[str, Any]) -> Mapping[str, Any]:
    """The document when it is a story. Raises Invalid (story.wrong)."""
    fault = story_fault(content_folder() / "chain", document)
    if fault:
        raise Invalid("story.wrong", place=fault)
    parse_story(document, catalogue())
    return document


def outcomes_for(view: StoryView, chosen: frozenset[str]) -> tuple[Outcome, ...]:
    """As it happened, with each change alone, with all of them; last with the chosen ones."""
    text = json.dumps(view.document, sort_keys=True, ensure_ascii=False)
    every = _outcomes(text)
    keys = tuple(one.key for one in view.story.changes if one.key in chosen)
    known = next((one for one in every if one.changes == keys), None)
    return (*every, known or _outcome(text, keys))


@lru_cache(maxsize=64)
def _outcomes(text: str) -> tuple[Outcome, ...]:
    from sekisho.engines.stories.telling import Ground, outcomes_of

    story = parse_story(json.loads(text), catalogue())
    return outcomes_of(story, Ground(catalogue(), assumptions(), parameters()))


@lru_cache(maxsize=256)
def _outcome(text: str, keys: tuple[str, ...]) -> Outcome:
    from sekisho.engines.stories.telling import Ground, outcome_of

    story = parse_story(json.loads(text), catalogue())
    return outcome_of(story, keys, Ground(catalogue(), assumptions(), parameters()))
