"""The lines of HTML with which other sites show or link to something of ours."""

from collections.abc import Callable

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from bureaus.sharing.embed_options import query
from bureaus.sharing.embeddable import Embeddable

Absolute = Callable[[str], str]  # makes a whole web address of a path


def link(thing: Embeddable, absolute: Absolute) -> SafeString:
    return format_html('<a href="{}">{}</a>', absolute(thing.page), thing.title)


def frame(
    thing: Embeddable, absolute: Absolute, options: dict[str, str], width: int | str, height: int
) -> SafeString:
    """Write a frame that needs no script; ``width`` is in pixels or "100%", ``height`` in pixels.

    It has no style attribute, which the policies of careful sites refuse.
    """
    return format_html(
        '<iframe src="{}" title="{}" width="{}" height="{}" frameborder="0"></iframe>',
        absolute(thing.frame) + query(**options),
        thing.title,
        width,
        height,
    )


def upgraded_link(thing: Embeddable, absolute: Absolute, options: dict[str, str]) -> SafeString:
    """Write a link that the script turns into a frame of the right height."""
    given = [(name, value) for name, value in options.items() if value]
    data = format_html_join("", ' data-{}="{}"', given)
    return format_html(
        '<a class="bureau-directory" href="{}"{}>{}</a>\n<script src="{}" async></script>',
        absolute(thing.page),
        data,
        thing.title,
        absolute(reverse("embed-script")),
    )


def badge(thing: Embeddable, absolute: Absolute, options: dict[str, str]) -> SafeString:
    """Write the badge of a bureau, linked to its page."""
    given = {name: value for name, value in options.items() if name in {"lang", "theme"}}
    if given.get("theme") == "auto":
        del given["theme"]
    return format_html(
        '<a href="{}"><img src="{}" alt="{}" height="28"></a>',
        absolute(thing.page),
        absolute(reverse("embed-badge", args=[thing.key])) + query(**given),
        thing.title,
    )
