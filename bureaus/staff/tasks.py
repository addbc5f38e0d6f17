"""What is left to do about bureaus."""

from datetime import timedelta

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from bureaus.models import Bureau, Correction, ImportRun
from bureaus.staff.dashboard import Task, register
from bureaus.staff.reach import imports_of

DUE_DAYS = 30  # a check is due when its day comes within so many days

PUBLISHED = Q(status=Bureau.Status.PUBLISHED)


def never_checked() -> Q:
    return PUBLISHED & Q(checked_on=None)


def overdue() -> Q:
    return PUBLISHED & Q(next_check_on__lt=timezone.localdate())


def due_soon() -> Q:
    today = timezone.localdate()
    return PUBLISHED & Q(next_check_on__range=(today, today + timedelta(DUE_DAYS)))


def drafts() -> Q:
    return Q(status=Bureau.Status.DRAFT)


def without_phone() -> Q:
    return PUBLISHED & Q(phone="")


def without_fax() -> Q:
    return PUBLISHED & Q(fax="")


def without_chinese_name() -> Q:
    return PUBLISHED & Q(name_zh_hans="", name_zh_hant="")


def without_address() -> Q:
    return PUBLISHED & Q(address_en="", address_zh_hans="", address_zh_hant="")


def open_corrections() -> Q:
    return Q(settlement=None)


def failed_imports() -> Q:
    return Q(state=ImportRun.State.FAILED)


def listen() -> None:
    """Count this on the front page; call it once, when Django is ready."""
    register(
        Task("never-checked", Bureau, _("Never checked"), never_checked),
        Task("overdue", Bureau, _("Check overdue"), overdue),
        Task("due-soon", Bureau, _("Check due within 30 days"), due_soon),
        Task("drafts", Bureau, _("Drafts"), drafts),
        Task("without-phone", Bureau, _("Without phone"), without_phone),
        Task("without-fax", Bureau, _("Without fax"), without_fax),
        Task("without-chinese-name", Bureau, _("Without a Chinese name"), without_chinese_name),
        Task("without-address", Bureau, _("Without an address"), without_address),
        Task("open", Correction, _("Open"), open_corrections),
        Task("failed", ImportRun, _("Failed"), failed_imports, own_rows=imports_of),
    )
