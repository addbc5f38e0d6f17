"""What staff imported, or tried to."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

KEPT_FOR = timedelta(days=1)


class ImportRunQuerySet(models.QuerySet["ImportRun"]):
    def forget_files(self) -> None:
        """Throw away the files of imports that nobody confirmed in time."""
        old = self.filter(started_at__lt=timezone.now() - KEPT_FOR).exclude(content=None)
        old.update(content=None)


class ImportRun(models.Model):
    """One file that somebody uploaded, and what became of it.

    ``content`` is the file while it waits to be confirmed: every process finds it here and no
    address leads to it. ``noun`` names the model, "bureaus.bureau"; ``digest`` is SHA-256.
    """

    raises_edition = False  # nothing of it is public

    class State(models.TextChoices):
        PREVIEWED = "previewed", _("Previewed")
        APPLIED = "applied", _("Applied")
        FAILED = "failed", _("Failed")
        REFUSED = "refused", _("Refused")

    state = models.CharField(_("state"), max_length=10, choices=State, default=State.PREVIEWED)
    noun = models.CharField(_("kind of rows"), max_length=50)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        verbose_name=_("imported by"),
        null=True,
        related_name="import_runs",
    )
    file_name = models.CharField(_("file"), max_length=200)
    digest = models.CharField(_("digest of the file"), max_length=64)
    content = models.BinaryField(null=True)
    source = models.CharField(_("source of this file"), max_length=300, blank=True)
    counts = models.JSONField(_("rows"), default=dict)
    error = models.TextField(_("error"), blank=True)
    started_at = models.DateTimeField(_("uploaded"), auto_now_add=True, db_index=True)
    finished_at = models.DateTimeField(_("finished"), null=True)

    objects = ImportRunQuerySet.as_manager()

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ["-started_at", "-pk"]

    def __str__(self) -> str:
        return self.file_name

    @property
    def same_before(self) -> "ImportRun | None":
        """Give the last import of the very same file that was applied."""
        same = ImportRun.objects.filter(noun=self.noun, digest=self.digest).exclude(pk=self.pk)
        return same.filter(state=self.State.APPLIED).first()

    def finish(self, state: str, error: str = "") -> None:
        """Store what became of it; the file is not needed any longer."""
        self.state, self.error, self.content = state, error, None
        self.finished_at = timezone.now()
        self.save()
