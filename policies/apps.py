from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PoliciesConfig(AppConfig):
    name = "policies"
    verbose_name = _("Priorities")

    def ready(self) -> None:
        from bureaus.edition import triggers
        from bureaus.models.listing import list_regions_of
        from bureaus.staff import groups
        from policies.api import nouns
        from policies.files import tables
        from policies.models import Priority
        from policies.search import entries
        from policies.sharing import moved
        from policies.staff import staff_reach, tasks

        triggers.follow(self)
        list_regions_of(Priority.objects.published)
        entries.listen()
        nouns.listen()
        tables.listen()
        moved.listen()
        staff_reach.listen()
        groups.follow(self)
        tasks.listen()
