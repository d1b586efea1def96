from __future__ import annotations

import pytest
from django import forms


class Sample(forms.Form):
    name = forms.CharField(help_text="As in the contract")
    kind = forms.ChoiceField(choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect)
    note = forms.CharField(required=False, widget=forms.Textarea)
    is_read = forms.BooleanField()

    def clean(self):
        raise forms.ValidationError("These two do not fit <together>.")


@pytest.fixture
def wrong():
    return str(Sample({"name": "", "note": "kept"}))


def test_every_error_stands_at_the_top_with_a_way_to_its_field(wrong):
    top = wrong[: wrong.index("</ul>")]
    assert "do not fit &lt;together&gt;" in top
    assert all(f'href="#{place}"' in top for place in ("id_name", "id_kind", "id_is_read"))


def test_every_error_is_tied_to_its_input(wrong):
    assert 'aria-describedby="id_name_error id_name_helptext"' in wrong
    assert 'aria-invalid="true"' in wrong
    assert all(f'id="id_{name}_error"' in wrong for name in ("name", "kind", "is_read"))


def test_what_was_typed_is_kept(wrong):
    assert ">\nkept</textarea>" in wrong


def test_choices_are_a_named_group_that_an_error_list_can_reach(wrong):
    group = wrong[wrong.index("<fieldset") : wrong.index("</fieldset>")]
    assert 'id="id_kind"' in group
    assert "<legend" in group
    assert group.count('type="radio"') == 2


def test_each_id_is_there_once(wrong):
    ids = [part.split('"')[0] for part in wrong.split(' id="')[1:]]
    assert len(ids) == len(set(ids))


def test_a_form_without_errors_shows_none():
    drawn = str(Sample())
    assert "sk-error" not in drawn
    assert "aria-invalid" not in drawn


def test_an_optional_field_says_so():
    assert str(Sample()).count("sk-optional") == 1


def test_a_single_field_is_drawn_like_in_the_form():
    assert 'class="form-control"' in Sample()["name"].as_field_group()
