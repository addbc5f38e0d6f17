"""The short public history of a page."""

from typing import Any

from django import template

from bureaus.templatetags.record_fields import Line, lines

register = template.Library()


@register.inclusion_tag("bureaus/_changes.html")
def public_history(noun: str, key: Any) -> dict[str, list[Line]]:
    """Show what became of the record of this key, in words of its fields."""
    return {"lines": lines(noun, key)}
