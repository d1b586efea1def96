"""What somebody types of a story."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sekisho.apps.inventory.forms import ValuesForm, said
from sekisho.engines.inventory import Catalogue, Kind
from sekisho.engines.stories.story import Link, Story, Thing
from sekisho.kernel.text import Bilingual

_LONGEST = 120
_MOST_DAYS = 180
Options = Sequence[tuple[str, str]]


class NamesForm(forms.Form):
    """A name in both languages; one of them is enough."""

    ja = forms.CharField(label=_("Name in Japanese"), max_length=_LONGEST, required=False)
    en = forms.CharField(label=_("Name in English"), max_length=_LONGEST, required=False)

    def clean(self) -> dict[str, Any]:
        """Something must be given; the other language follows it."""
        found = super().clean() or {}
        ja, en = (str(found.get(key) or "").strip() for key in ("ja", "en"))
        if not (ja or en):
            self.add_error("ja", _("Please give a name in one of the languages."))
        self.names = Bilingual(ja=ja or en, en=en or ja)
        return found


class ElementForm(ValuesForm, NamesForm):
    """A thing with name and values, or a link with values."""

    def __init__(self, *args: Any, has_name: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.has_name = has_name
        if not has_name:
            del self.fields["ja"], self.fields["en"]

    def clean(self) -> dict[str, Any]:
        """Names only where there are some."""
        return super().clean() if self.has_name else ValuesForm.clean(self)


class StrikeForm(forms.Form):
    """What stands still, and for how many days."""

    at = forms.ChoiceField(label=_("What stands still"))
    days = forms.FloatField(label=_("For how many days"), min_value=0, max_value=_MOST_DAYS)

    def __init__(self, *args: Any, story: Story, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["at"].choices = thing_options(story)  # type: ignore[attr-defined]


class ThingForm(NamesForm):
    """One thing more."""

    kind = forms.ChoiceField(label=_("Kind"))
    at = forms.ChoiceField(label=_("Belongs to"))

    def __init__(self, *args: Any, story: Story, catalogue: Catalogue, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = kind_options(catalogue, are_links=False)  # type: ignore[attr-defined]
        self.fields["at"].choices = body_options(story)  # type: ignore[attr-defined]


class LinkForm(forms.Form):
    """One link more."""

    kind = forms.ChoiceField(label=_("Kind"))
    source = forms.ChoiceField(label=_("From"))
    target = forms.ChoiceField(label=_("To"))

    def __init__(self, *args: Any, story: Story, catalogue: Catalogue, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ends = [*body_options(story), *thing_options(story)]
        self.fields["kind"].choices = kind_options(catalogue, are_links=True)  # type: ignore[attr-defined]
        for name in ("source", "target"):
            self.fields[name].choices = ends  # type: ignore[attr-defined]


def thing_options(story: Story) -> Options:
    """The things of a story to choose from."""
    return [(one.key, said(one.names)) for one in story.things]


def body_options(story: Story) -> Options:
    """The organisations of a story to choose from."""
    return [(one.key, said(one.names)) for one in story.bodies]


def kind_options(catalogue: Catalogue, *, are_links: bool) -> Options:
    """Kinds of things, or of links."""
    return [(one.key, said(one.label)) for one in catalogue.kinds if one.is_link == are_links]


def element_form(
    element: Thing | Link, kind: Kind, data: Mapping[str, Any] | None = None
) -> ElementForm:
    """The form of a thing or link, filled with what it says."""
    initial: dict[str, Any] = {f"v_{key}": value for key, value in element.values.items()}
    names = getattr(element, "names", None)
    if names is not None:
        initial |= names.as_dict()
    return ElementForm(data, initial=initial, kind=kind, has_name=names is not None)
