from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class PoliciesConfig(AppConfig):
    name = "policies"
    verbose_name = _("Priorities")

    def ready(self) -> None:
        from bureaus.edition import triggers
        from bureaus.staff import roles
        from policies import nouns  # noqa: F401 - to declare nouns is to register them

        post_migrate.connect(triggers.install, sender=self)
        post_migrate.connect(roles.grant, sender=self)
