"""QR codes (ISO/IEC 18004)."""

import io
from typing import Any

import segno
from django.utils.safestring import SafeString, mark_safe

LOOK: dict[str, Any] = {
    "border": 4,
    "light": "#fff",
    "omitsize": True,
    "svgclass": None,
    "lineclass": None,
}


def svg(text: str) -> bytes:
    """Draw a text, such as a web address or "tel:+86…", as an SVG that scales to any size.

    Black on white with the quiet zone of four modules, whatever the colours around it are.
    """
    out = io.BytesIO()
    segno.make_qr(text, error="m").save(out, kind="svg", **LOOK)
    return out.getvalue()


def inline(text: str) -> SafeString:
    """Draw the same to stand inside a page."""
    return mark_safe(segno.make_qr(text, error="m").svg_inline(**LOOK))  # noqa: S308 - no markup in it
