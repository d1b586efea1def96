"""What a new edition of an alert means for those who were told."""

from __future__ import annotations

from dataclasses import replace

from sekisho.engines.notices import (
    DemandedAction,
    Tlp,
    alert_faults,
    alert_from_dict,
    changed_parts,
    is_material,
)
from sekisho.kernel.text import Bilingual
from tests.engines.notices.alert import ALERT


def test_other_words_for_the_same_actions_are_a_correction():
    words = Bilingual("修正版を入れる", "Install the patch")
    corrected = replace(ALERT, actions=(DemandedAction("01", words), ALERT.actions[1]))
    assert changed_parts(ALERT, corrected) == ("actions",)
    assert not is_material(ALERT, corrected)
    assert not is_material(ALERT, replace(ALERT, summary=Bilingual("訂正", "Corrected")))


def test_an_action_more_or_less_is_material():
    more = DemandedAction("03", Bilingual("再起動する", "Restart"))
    assert is_material(ALERT, replace(ALERT, actions=(*ALERT.actions, more)))
    assert is_material(ALERT, replace(ALERT, actions=ALERT.actions[:1]))


def test_a_narrower_label_is_material():
    assert is_material(ALERT, replace(ALERT, tlp=Tlp.AMBER_STRICT))


def test_it_is_read_back_as_it_was_stored():
    assert alert_from_dict(ALERT.as_dict()) == ALERT


def test_each_missing_language_is_named_by_its_part():
    bare = replace(
        ALERT,
        issuer=Bilingual(),
        title=Bilingual(ja="題"),
        actions=(DemandedAction("01", Bilingual(en="Do it")),),
    )
    assert alert_faults(bare) == (
        ("notices.missing", "issuer"),
        ("notices.missing_language", "title.en"),
        ("notices.missing_language", "actions.1"),
    )
    assert not alert_faults(ALERT)


def test_red_stays_with_those_it_was_given_to_and_strict_inside_the_group():
    reach = {label: (label.may_reach_group, label.may_reach_partners) for label in Tlp}
    assert reach == {
        Tlp.RED: (False, False),
        Tlp.AMBER_STRICT: (True, False),
        Tlp.AMBER: (True, True),
        Tlp.GREEN: (True, True),
        Tlp.CLEAR: (True, True),
    }
