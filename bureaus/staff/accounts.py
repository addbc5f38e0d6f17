"""Where superusers keep the accounts of staff, their roles and their regions."""

from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group, User
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from bureaus.models import Assignment

for model in (User, Group, TOTPDevice, StaticDevice):  # devices hold secrets; nobody edits them
    admin.site.unregister(model)


class SuperusersOnly(admin.ModelAdmin):
    """Accounts: who could change them could make himself or herself anything."""

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.is_superuser

    has_module_permission = has_add_permission = has_view_permission
    has_change_permission = has_delete_permission = has_view_permission


class AssignmentInline(admin.TabularInline):
    model = Assignment
    extra = 0
    autocomplete_fields = ["region"]


@admin.register(User)
class StaffAdmin(SuperusersOnly, UserAdmin):
    list_display = ["username", "email", "role", "regions", "has_app", "is_active", "last_login"]
    list_filter = ["groups", "is_superuser", "is_active"]
    inlines = [AssignmentInline]

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        apps = TOTPDevice.objects.filter(user=OuterRef("pk"), confirmed=True)
        rows = super().get_queryset(request).annotate(app=Exists(apps))
        return rows.prefetch_related("groups", "assignments__region")

    @admin.display(description=_("role"))
    def role(self, user: User) -> str:
        names = [_("Superuser")] if user.is_superuser else []
        return ", ".join(str(name) for name in [*names, *user.groups.all()])

    @admin.display(description=_("regions"))
    def regions(self, user: User) -> str:
        return ", ".join(assignment.region.name for assignment in user.assignments.all())

    @admin.display(description=_("second factor"), boolean=True)
    def has_app(self, user: Any) -> bool:
        return user.app


@admin.register(Group)
class RoleAdmin(SuperusersOnly, GroupAdmin):
    pass
