from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.contrib.admin.apps import AdminConfig
from django.contrib.auth.signals import user_logged_in
from django.core import checks
from django.core.management import CommandError
from django.db import connections
from django.db.migrations.loader import MigrationLoader
from django.db.models.signals import post_migrate, pre_migrate
from django.utils.translation import gettext_lazy as _

FOREIGN = (
    "This database has migrations that this version does not know: {names}. One from before 0.1.0 "
    "cannot be changed to it: export its regions, bureaus, documents and priorities there in the "
    "admin and import the files into a new one, as docs/operators.md says."
)


class BureausConfig(AppConfig):
    name = "bureaus"
    verbose_name = _("Directory")

    def ready(self) -> None:
        checks.register(operator_is_named, deploy=True)
        from bureaus import nouns  # noqa: F401 - to declare them is to register them
        from bureaus.changes import batch
        from bureaus.edition import triggers
        from bureaus.models import Bureau
        from bureaus.search import index
        from bureaus.staff import login, roles
        from bureaus.upkeep import seals

        pre_migrate.connect(refuse_foreign, sender=self)
        post_migrate.connect(triggers.install, sender=self)
        post_migrate.connect(index.complete)
        post_migrate.connect(roles.grant, sender=self)
        user_logged_in.connect(login.begin_session)
        batch.rows_changed.connect(seals.keep_seals_true, sender=Bureau)


def operator_is_named(**kwargs: Any) -> list[checks.Warning]:
    """Miss, where the site is deployed, whom visitors turn to about it and about their data."""
    missing = [name for name in ("OPERATOR", "CONTACT_EMAIL") if not getattr(settings, name)]
    hint = "The pages about the site and about privacy name it: docs/operators.md."
    return [checks.Warning(f"{name} is not set.", hint=hint, id="bureaus.W001") for name in missing]


def foreign_migrations(loader: MigrationLoader) -> list[str]:
    """Name the migrations of our apps that a database had and this version does not have."""
    ours = (name for name in loader.applied_migrations if name[0] in ("bureaus", "policies"))
    return sorted(".".join(name) for name in ours if name not in loader.disk_migrations)


def refuse_foreign(using: str, **kwargs: Any) -> None:
    if names := foreign_migrations(MigrationLoader(connections[using])):
        raise CommandError(FOREIGN.format(names=", ".join(names)))


class WorkbenchConfig(AdminConfig):
    default_site = "bureaus.staff.site.Workbench"
