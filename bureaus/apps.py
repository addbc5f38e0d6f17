from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig
from django.utils.translation import gettext_lazy as _


class BureausConfig(AppConfig):
    name = "bureaus"
    verbose_name = _("Directory")

    def ready(self) -> None:
        from bureaus.api import serializers
        from bureaus.edition import triggers
        from bureaus.files import tables
        from bureaus.models import Bureau
        from bureaus.models.tree import list_regions_of
        from bureaus.search import entries
        from bureaus.sharing import moved
        from bureaus.staff import login, roles, scope, tasks

        triggers.raise_edition_with(self)
        list_regions_of(Bureau.objects.published)
        entries.listen()
        serializers.listen()
        tables.listen()
        moved.listen()
        scope.listen()
        roles.give_permissions_on(self)
        login.listen()
        tasks.listen()


class WorkbenchConfig(AdminConfig):
    default_site = "bureaus.staff.site.Workbench"
