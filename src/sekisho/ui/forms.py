"""How a form is drawn: errors in a list at the top and beside each field, tied to it for readers.

The settings name `KitRenderer`; then `{{ form }}` and `{{ form.name.as_field_group }}` use the
kit's templates everywhere.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.forms.renderers import DjangoTemplates
from django.template.loader import get_template

if TYPE_CHECKING:
    from django.forms import BoundField
    from django.template.backends.base import _EngineTemplate
    from django.utils.safestring import SafeString

_INPUT_CLASSES = {
    "select": "form-select",
    "selectmultiple": "form-select",
    "checkbox": "form-check-input",
    "file": "form-control sk-file",
    "clearablefile": "form-control sk-file",
    "radioselect": "",
    "checkboxselectmultiple": "",
    "hidden": "",
}


class KitRenderer(DjangoTemplates):
    """Forms and fields by the kit's templates, widgets by Django's own."""

    form_template_name = "ui/form.html"
    field_template_name = "ui/field.html"

    def get_template(self, template_name: str) -> _EngineTemplate:
        """The kit's own templates come from the project's engine, so that its tags are known."""
        is_widget = template_name.startswith("django/forms/widgets/")
        find = super().get_template if is_widget else get_template
        return cast("_EngineTemplate", find(template_name))


def shape_of(field: BoundField) -> str:
    """Which part of field.html draws the field: choices, single, hidden or plain."""
    kind = field.widget_type
    if kind in {"radioselect", "checkboxselectmultiple"}:
        return "choices"
    if field.is_hidden:
        return "hidden"
    return "single" if kind == "checkbox" else "plain"


def widget_of(field: BoundField) -> SafeString:
    """The input of a field with the kit's class and its ties to help and error."""
    name = _INPUT_CLASSES.get(field.widget_type, "form-control")
    given = str(field.field.widget.attrs.get("class", ""))
    wrong = "is-invalid" if field.errors and name else ""
    attrs: dict[str, str] = {"class": " ".join(filter(None, [name, given, wrong]))}
    if tied := described_by(field):
        attrs["aria-describedby"] = tied
    if field.errors:
        attrs["aria-invalid"] = "true"
    if field.widget_type == "date":
        attrs.setdefault("type", "date")
    return field.as_widget(attrs={key: value for key, value in attrs.items() if value})


def described_by(field: BoundField) -> str:
    """The ids of the help and error texts of a field, empty when it has neither."""
    own = str(field.field.widget.attrs.get("aria-describedby", ""))
    help_id = f"{field.auto_id}_helptext" if field.help_text else ""
    error_id = f"{field.auto_id}_error" if field.errors else ""
    return " ".join(filter(None, [own, error_id, help_id]))
