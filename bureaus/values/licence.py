"""Under which terms text and data may be used."""

LICENCE_NAME = "CC BY 4.0"
LICENCE_ID = "CC-BY-4.0"  # https://spdx.org/licenses/
LICENCE_URL = "https://creativecommons.org/licenses/by/4.0/"
