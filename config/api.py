"""How REST framework and drf-spectacular are used: nobody logs in, everything is JSON."""

from typing import Any

REST_FRAMEWORK: dict[str, Any] = {
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "DEFAULT_PERMISSION_CLASSES": [],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["bureaus.api.handling.SmallJsonParser"],
    "DEFAULT_CONTENT_NEGOTIATION_CLASS": "bureaus.api.handling.JsonOnly",
    "DEFAULT_THROTTLE_CLASSES": ["bureaus.api.handling.AddressThrottle"],
    "DEFAULT_PAGINATION_CLASS": "bureaus.api.lists.NumberedPages",
    "DEFAULT_FILTER_BACKENDS": ["bureaus.api.lists.PublicFilterBackend"],
    "DEFAULT_METADATA_CLASS": None,
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "bureaus.api.handling.handle",
    "UNAUTHENTICATED_USER": None,
    "URL_FORMAT_OVERRIDE": None,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "The Bureau Directory",
    "VERSION": "1.0.0",
    "DESCRIPTION": (
        "The offices that receive investors in China’s regions, and what each region says it "
        "wants in a year. Read only, without a key, for any page. Every answer that is not a "
        "success is an RFC 9457 problem. Names and texts come in every language that is known. "
        "/api/v1/docs/ holds the promise of stability and the dated list of changes."
    ),
    "LICENSE": {"name": "CC BY 4.0", "url": "https://creativecommons.org/licenses/by/4.0/"},
    "OAS_VERSION": "3.1.1",
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "SERVERS": [{"url": "/"}],
    "AUTHENTICATION_WHITELIST": [],
    "SERVE_INCLUDE_SCHEMA": False,
    "COMPONENT_SPLIT_REQUEST": True,
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
    "ENUM_NAME_OVERRIDES": {
        "BureauKind": "bureaus.models.Bureau.Kind",
        "RegionKind": "bureaus.models.Region.Kind",
        "RegionLevel": "bureaus.models.Region.Level",
        "DocumentKind": "policies.models.Document.Kind",
    },
}
