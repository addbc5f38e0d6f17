from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PoliciesConfig(AppConfig):
    name = "policies"
    verbose_name = _("Priorities")

    def ready(self) -> None:
        from bureaus.edition import triggers
        from bureaus.staff import roles
        from policies import nouns  # noqa: F401 - to declare nouns is to register them

        triggers.raise_edition_with(self)
        roles.give_permissions_on(self)
