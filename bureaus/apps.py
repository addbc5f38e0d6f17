from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BureausConfig(AppConfig):
    name = "bureaus"
    verbose_name = _("Directory")

    def ready(self) -> None:
        from bureaus import indexes
        from bureaus.models import Bureau, edition_triggers
        from bureaus.models.listing import list_regions_of

        edition_triggers.follow(self)
        list_regions_of(Bureau.objects.published)
        indexes.listen()
