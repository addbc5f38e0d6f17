"""What each role must be answered by each address and action of the admin.

An answer is a status, or ``LOGIN`` for being led to the login, ``HOME`` for being led to the front
page, ``ON`` for being led on. Who adds an address or an action adds what is right for it here.
"""

LOGIN, HOME, ON = "login", "home", "on"
ROLES = ("anonymous", "groupless", "viewer", "regional", "site", "superuser")


def by_role(*answers):
    return dict(zip(ROLES, answers, strict=True))


EVERYBODY = by_role(200, 200, 200, 200, 200, 200)
STAFF = by_role(LOGIN, 200, 200, 200, 200, 200)
LED_ON = by_role(LOGIN, ON, ON, ON, ON, ON)
SEEN = by_role(LOGIN, 403, 200, 200, 200, 200)
WRITTEN = by_role(LOGIN, 403, 403, 200, 200, 200)
BY_SITE_EDITORS = by_role(LOGIN, 403, 403, 403, 200, 200)
BY_SUPERUSERS = by_role(LOGIN, 403, 403, 403, 403, 200)
BY_NOBODY = by_role(LOGIN, 403, 403, 403, 403, 403)

# Addresses without a row, by the name of their pattern
PAGES = {
    "index": STAFF,
    "login": by_role(200, HOME, HOME, HOME, HOME, HOME),
    "logout": by_role(405, 405, 405, 405, 405, 405),
    "password_change": STAFF,
    "password_change_done": STAFF,
    "jsi18n": STAFF,
    "second_factor": STAFF,
    "second_factor_code": by_role(LOGIN, ON, ON, ON, ON, ON),
    "second_factor_set_up": STAFF,
    "recovery_codes": by_role(LOGIN, 405, 405, 405, 405, 405),
    "set_password": EVERYBODY,  # a wrong link says so; the right one is the proof
    "autocomplete": by_role(LOGIN, 403, 200, 200, 200, 200),
    "view_on_site": by_role(LOGIN, 404, ON, ON, ON, ON),
    "app_list bureaus": by_role(LOGIN, 404, 200, 200, 200, 200),
    "app_list policies": by_role(LOGIN, 404, 200, 200, 200, 200),
    "app_list auth": by_role(LOGIN, 404, 404, 404, 404, 200),
    "bureaus_region_changelist": SEEN,
    "bureaus_region_add": BY_SITE_EDITORS,
    "bureaus_bureau_call_sheet": WRITTEN,
    "bureaus_bureau_reading": WRITTEN,
    "bureaus_bureau_call_results": by_role(LOGIN, 403, 403, ON, ON, ON),  # choose a region first
    "bureaus_correction_changelist": SEEN,
    "bureaus_correction_add": BY_NOBODY,
    "policies_industry_changelist": SEEN,
    "policies_industry_add": BY_SITE_EDITORS,
    "auth_user_changelist": BY_SUPERUSERS,
    "auth_user_add": BY_SUPERUSERS,
    "auth_group_changelist": BY_SUPERUSERS,
    "auth_group_add": BY_SUPERUSERS,
}

# Addresses of a row: for a draft that lies within reach of the regional editor
ROWS = {
    "bureaus_region_change": SEEN,
    "bureaus_region_history": SEEN,
    "bureaus_region_delete": BY_NOBODY,
    "policies_industry_change": SEEN,
    "policies_industry_history": SEEN,
    "policies_industry_delete": BY_NOBODY,
    "bureaus_correction_change": by_role(LOGIN, 403, 200, ON, ON, ON),  # to the bureau's form
    "bureaus_correction_history": SEEN,
    "bureaus_correction_delete": BY_SUPERUSERS,
    "auth_user_change": BY_SUPERUSERS,
    "auth_user_history": BY_SUPERUSERS,
    "auth_user_delete": BY_SUPERUSERS,
    "auth_user_password_change": BY_SUPERUSERS,
    "auth_group_change": BY_SUPERUSERS,
    "auth_group_history": BY_SUPERUSERS,
    "auth_group_delete": BY_SUPERUSERS,
}
FOUND_NOTHING = by_role(LOGIN, 403, 403, 404, 404, 404)
FOUND_NOTHING_BY_SITE_EDITORS = by_role(LOGIN, 403, 403, 403, 404, 404)

# What regional editors edit; of rows of other regions tells tests/roles/test_regional.py
REGIONAL = ("bureaus_bureau", "policies_document", "policies_priority")
for noun in REGIONAL:
    PAGES |= {
        f"{noun}_changelist": SEEN,
        f"{noun}_add": WRITTEN,
        f"{noun}_deleted": WRITTEN,
        f"{noun}_import": WRITTEN,
        f"{noun}_import_run": FOUND_NOTHING,  # of an import that is not there
        f"{noun}_export": SEEN,
    }
    ROWS |= {
        f"{noun}_change": SEEN,
        f"{noun}_history": SEEN,
        f"{noun}_delete": BY_SITE_EDITORS,  # of a draft; nobody deletes what was public
    }

PAGES |= {
    "bureaus_region_deleted": BY_SITE_EDITORS,
    "policies_industry_deleted": BY_SITE_EDITORS,
    "bureaus_region_import": BY_SITE_EDITORS,
    "bureaus_region_import_run": FOUND_NOTHING_BY_SITE_EDITORS,
    "bureaus_region_export": SEEN,
    "bureaus_importrun_changelist": SEEN,
    "bureaus_importrun_add": BY_NOBODY,
    "bureaus_importrun_change": by_role(LOGIN, 403, HOME, HOME, HOME, HOME),
    "bureaus_importrun_history": by_role(LOGIN, HOME, HOME, HOME, HOME, HOME),
    "bureaus_importrun_delete": BY_NOBODY,
}

# Closing: of a draft, which is refused with a message
ROWS |= {
    "bureaus_bureau_close": by_role(LOGIN, 403, 403, 403, ON, ON),
    "bureaus_bureau_reopen": by_role(LOGIN, 403, 403, 403, ON, ON),
    "bureaus_bureau_rename": WRITTEN,
    "bureaus_region_end": BY_SITE_EDITORS,
    "bureaus_region_recode": BY_SITE_EDITORS,
    "bureaus_region_undo": by_role(LOGIN, 403, 403, 403, ON, ON),  # nothing was done
}

ACTS = ("_close", "_reopen", "_rename", "_end", "_recode", "_undo")

# POST with nothing in it: refused before it is looked at, or shown again with its errors; where no
# rows are below, nothing is missing and nothing changed
POSTED = {
    name: by_role(LOGIN, 403, 403, *(answers[role] for role in ROLES[3:]))
    for name, answers in (PAGES | ROWS).items()
    if name.endswith(("_add", "_change", "_delete", *ACTS))
    and not name.startswith(
        ("auth_", "password_", "bureaus_correction_change", "bureaus_importrun")
    )
} | {
    "bureaus_region_change": BY_SITE_EDITORS,
    "policies_industry_change": by_role(LOGIN, 403, 403, 403, ON, ON),
}

# Actions on lists: who is offered them
EDITORS = {"regional", "site", "superuser"}
ACTIONS = {
    ("bureaus.bureau", "mark_checked"): EDITORS,
    ("bureaus.bureau", "close_or_merge"): {"site", "superuser"},
    ("policies.document", "mark_reviewed"): EDITORS,
    ("policies.priority", "publish"): EDITORS,
    ("policies.priority", "copy_as_drafts"): EDITORS,
    ("policies.priority", "mark_reviewed"): EDITORS,
    ("auth.user", "delete_selected"): {"superuser"},
    ("auth.group", "delete_selected"): {"superuser"},
}
