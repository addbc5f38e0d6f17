from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig
from django.utils.translation import gettext_lazy as _


class BureausConfig(AppConfig):
    name = "bureaus"
    verbose_name = _("Directory")

    def ready(self) -> None:
        from bureaus.api import nouns
        from bureaus.edition import triggers
        from bureaus.files import tables
        from bureaus.models import Bureau
        from bureaus.models.listing import list_regions_of
        from bureaus.search import entries
        from bureaus.sharing import moved
        from bureaus.staff import groups, sessions, staff_reach, tasks

        triggers.follow(self)
        list_regions_of(Bureau.objects.published)
        entries.listen()
        nouns.listen()
        tables.listen()
        moved.listen()
        staff_reach.listen()
        groups.follow(self)
        sessions.listen()
        tasks.listen()


class WorkbenchConfig(AdminConfig):
    default_site = "bureaus.staff.site.Workbench"
