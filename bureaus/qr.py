"""QR codes (ISO/IEC 18004)."""

import io

import segno


def svg(text: str) -> bytes:
    """Draw a text, such as a web address or "tel:+86…", as an SVG that scales to any size.

    Black on white with the quiet zone of four modules, whatever the colours around it are.
    """
    out = io.BytesIO()
    code = segno.make_qr(text, error="m")
    code.save(out, kind="svg", border=4, light="#fff", omitsize=True, svgclass=None, lineclass=None)
    return out.getvalue()
