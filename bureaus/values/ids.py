"""Numbers of rows as forms, files and addresses send them."""

LARGEST = 2**63 - 1


def as_id(text: str) -> int | None:
    """Read the number of a row, if a text can be one."""
    is_number = text.isascii() and text.isdigit() and len(text) < 20
    return int(text) if is_number and int(text) <= LARGEST else None
