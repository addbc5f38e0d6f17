from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig
from django.utils.translation import gettext_lazy as _


class BureausConfig(AppConfig):
    name = "bureaus"
    verbose_name = _("Directory")

    def ready(self) -> None:
        from bureaus import groups, indexes, links, sessions, staff_reach, tables, tasks
        from bureaus.api import nouns
        from bureaus.models import Bureau, edition_triggers
        from bureaus.models.listing import list_regions_of

        edition_triggers.follow(self)
        list_regions_of(Bureau.objects.published)
        indexes.listen()
        nouns.listen()
        tables.listen()
        links.listen()
        staff_reach.listen()
        groups.follow(self)
        sessions.listen()
        tasks.listen()


class WorkbenchConfig(AdminConfig):
    default_site = "bureaus.workbench.Workbench"
