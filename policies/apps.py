from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PoliciesConfig(AppConfig):
    name = "policies"
    verbose_name = _("Priorities")

    def ready(self) -> None:
        from bureaus import groups
        from bureaus.models import edition_triggers
        from bureaus.models.listing import list_regions_of
        from policies import indexes, links, staff_reach, tables, tasks
        from policies.api import nouns
        from policies.models import Priority

        edition_triggers.follow(self)
        list_regions_of(Priority.objects.published)
        indexes.listen()
        nouns.listen()
        tables.listen()
        links.listen()
        staff_reach.listen()
        groups.follow(self)
        tasks.listen()
