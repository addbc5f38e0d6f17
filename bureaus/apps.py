from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class BureausConfig(AppConfig):
    name = "bureaus"
    verbose_name = _("Directory")

    def ready(self) -> None:
        from bureaus import nouns  # noqa: F401 - to declare them is to register them
        from bureaus.edition import triggers
        from bureaus.search import index
        from bureaus.staff import login, roles

        triggers.raise_edition_with(self)
        post_migrate.connect(index.complete)
        roles.give_permissions_on(self)
        login.listen()


class WorkbenchConfig(AdminConfig):
    default_site = "bureaus.staff.site.Workbench"
