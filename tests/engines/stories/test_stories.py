"""The built-in stories: what happens, and by which factor each change helps."""

from __future__ import annotations

import copy

import pytest

from sekisho.adapters.content.chain import load_parameters
from sekisho.adapters.content.folder import content_folder
from sekisho.adapters.content.inventory import load_assumptions, load_kinds
from sekisho.adapters.content.stories import load_stories
from sekisho.engines.stories import editing
from sekisho.engines.stories.story import material_of, parse_story
from sekisho.engines.stories.telling import Ground, outcome_of, outcomes_of
from sekisho.kernel.errors import Invalid, NotFound
from sekisho.kernel.text import Bilingual

FOLDER = content_folder()
KINDS = load_kinds(FOLDER / "inventory")
ASSUMED = load_assumptions(FOLDER / "inventory", KINDS)
PARAMETERS = load_parameters(FOLDER / "chain")[-1]
GROUND = Ground(KINDS, ASSUMED, PARAMETERS)
DOCUMENTS = {one["key"]: one for one in load_stories(FOLDER / "chain", KINDS)}
PARTS, FORM = "parts-maker", "form-service"


def document(key):
    return copy.deepcopy({name: one for name, one in DOCUMENTS[key].items() if name != "version"})


def story(key):
    return parse_story(DOCUMENTS[key], KINDS)


def told(key, *changes):
    return outcome_of(story(key), changes, GROUND)


def entry():
    return PARAMETERS["c0"] * PARAMETERS["known_exploited_factor"]


def test_the_way_leads_from_the_device_of_the_subsidiary_to_the_ordering_system():
    found = told(PARTS)
    assert [step.name for step in found.way] == ["remote", "branch", "office", "ordering"]
    inside, line = PARAMETERS["inside_chance"], PARAMETERS["connection_chance"]
    chances = [entry(), entry() * inside, entry() * inside * line, entry() * inside**2 * line]
    assert [step.chance for step in found.way] == pytest.approx(chances)
    assert found.way_chance == pytest.approx(chances[-1])


def test_all_fourteen_plants_stop_two_days_after_the_ordering_system_was_cut_off():
    found = told(PARTS)
    assert (found.stopped, found.places, found.first_day) == (14, 14, 2)
    # Stock of 0.2 days: the first short day still makes a fifth; then two whole days are lost.
    assert found.daily[:7] == pytest.approx([0, 0, 0.8, 1, 1, 0, 0])
    assert found.stop_days == pytest.approx(2.8)
    (plants,) = [one for one in found.standstills if "plant-1" in one.names]
    assert (plants.day, plants.back_day, plants.cause, len(plants.names)) == (2, 5, "works", 14)


@pytest.mark.parametrize(
    ("key", "change", "factors"),
    [
        (PARTS, "mfa", ["mfa_factor"]),
        (PARTS, "patch", ["patch_factor"]),
        (PARTS, "line", ["limited_factor", "ips_factor"]),
        (FORM, "patch", ["patch_factor"]),
        (FORM, "mfa", ["mfa_factor"]),
        (FORM, "encrypt", ["encrypted_factor"]),
    ],
)
def test_a_change_lowers_the_chance_by_its_stated_factors(key, change, factors):
    before, after = told(key), told(key, change)
    factor = 1.0
    for name in factors:
        factor *= PARAMETERS[name]
    assert after.way_chance == pytest.approx(before.way_chance * factor)
    assert after.stop_days == before.stop_days


@pytest.mark.parametrize(
    ("key", "change"),
    [(PARTS, "fallback"), (PARTS, "second"), (PARTS, "stock"), (FORM, "fallback")],
)
def test_with_a_fallback_stock_or_second_source_nothing_of_ours_stops(key, change):
    before, after = told(key), told(key, change)
    assert before.stop_days > 0
    assert (after.stopped, after.stop_days, after.first_day) == (0, 0, None)
    assert after.way_chance == before.way_chance


def test_sampling_agrees_with_the_way_that_leads_there():
    for key in (PARTS, FORM):
        found = told(key)
        assert found.chance >= found.way_chance - 4 * found.error


def test_what_leaks_is_what_the_holder_has():
    before, after = told(FORM), told(FORM, "records")
    assert (before.records, after.records) == (2000, 200)
    assert before.expected_records == pytest.approx(before.chance * 2000)
    assert told(PARTS).records == 0


def test_the_variants_are_none_each_alone_and_all_together():
    found = outcomes_of(story(FORM), GROUND)
    keys = tuple(one.key for one in story(FORM).changes)
    assert [one.changes for one in found] == [(), *((key,) for key in keys), keys]
    assert found[-1].stopped == 0
    assert found == outcomes_of(story(FORM), GROUND)


def test_editing_leaves_the_original_as_it_is_and_names_what_differs():
    before = document(PARTS)
    kept = copy.deepcopy(before)
    after = editing.with_values(before, "remote", {"mfa": "yes", "is_exposed": "yes"})
    after = editing.with_names(after, "remote", Bilingual("装置", "Device"))
    after = editing.with_strike(after, "works", 5)
    after = editing.with_element(after, "bodies", {"ja": "二社目", "en": "Second"})
    after = editing.with_element(
        after, "things", {"kind": "site", "at": "body-1", "ja": "工場", "en": "Works"}
    )
    after = editing.without(after, "gateway")
    assert before == kept
    found = {(one.element, one.field): (one.before, one.after)
             for one in editing.differences(before, after)}  # fmt: skip
    assert found[("remote", "mfa")] == ("no", "yes")
    assert found[("remote", "is_patched")] == ("no", None)
    assert found[("site-1", "")] == (None, "yes")
    assert found[("gateway", "")] == ("yes", None)
    assert found[("gateway-stands", "")] == ("yes", None)
    made = parse_story(after, KINDS)
    assert (made.strike, made.strike_days) == ("works", 5)
    # Without a device that is told, the parts maker counts as if it had the weakest one.
    found = outcome_of(made, (), GROUND)
    assert found.way[0].name == "organisation:2"
    assert found.way[0].chance == pytest.approx(entry())


def test_taking_out_what_the_story_is_about_is_refused_and_a_missing_part_is_not_found():
    with pytest.raises(Invalid, match=r"story\.needed"):
        editing.without(document(PARTS), "ordering")
    with pytest.raises(Invalid, match=r"story\.needed"):
        editing.without(document(PARTS), "parts")
    with pytest.raises(NotFound):
        editing.without(document(PARTS), "nobody")
    less = editing.without(document(PARTS), "remote")
    assert {one["key"] for one in less["changes"]} == {"line", "fallback", "second", "stock"}


@pytest.mark.parametrize(
    "spoil",
    [
        lambda d: d["things"].append({**d["things"][0]}),
        lambda d: d["things"][0].update(at="nobody"),
        lambda d: d["things"][0].update(kind="supply"),
        lambda d: d["things"][0].update(kind="castle"),
        lambda d: d["links"][0].update(to="parts"),
        lambda d: d["links"][0].update(**{"from": "nobody"}),
        lambda d: d["links"].append({"key": "x", "kind": "site", "from": "maker", "to": "parts"}),
        lambda d: d["things"][0].update(values={"use": "castle"}),
        lambda d: d["things"][0].update(values={"colour": "red"}),
        lambda d: d["changes"][0]["sets"][0].update(at="nobody"),
        lambda d: d["changes"][0]["sets"][0].update(values={"mfa": "perhaps"}),
        lambda d: d.update(goal="maker"),
        lambda d: d["strike"].update(at="line"),
        lambda d: d["bodies"][0].update(is_ours=False),
    ],
)
def test_a_story_that_does_not_fit_together_is_refused(spoil):
    spoiled = document(PARTS)
    spoil(spoiled)
    with pytest.raises(Invalid, match=r"story\.wrong"):
        parse_story(spoiled, KINDS)


def test_a_thing_that_stands_for_many_becomes_so_many_nodes():
    material = material_of(story(PARTS), (), KINDS, ASSUMED)
    plants = [one.key for one in material.items if one.key.startswith("plant-")]
    assert len(plants) == 14
