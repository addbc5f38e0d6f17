from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PoliciesConfig(AppConfig):
    name = "policies"
    verbose_name = _("Priorities")

    def ready(self) -> None:
        from bureaus.edition import triggers
        from bureaus.models.tree import list_regions_of
        from bureaus.staff import roles
        from policies import staff
        from policies.api import serializers
        from policies.files import tables
        from policies.models import Priority
        from policies.search import entries
        from policies.sharing import moved

        triggers.raise_edition_with(self)
        list_regions_of(Priority.objects.published)
        entries.listen()
        serializers.listen()
        tables.listen()
        moved.listen()
        staff.listen()
        roles.give_permissions_on(self)
