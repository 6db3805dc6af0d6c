"""The end of an account: the row stays as a number that ledgers name, and holds nothing else."""

from __future__ import annotations

from collections.abc import Collection

from tenants import personal, subject_traces
from tenants.erased import new_pseudonym
from tenants.models import User
from tenants.services.visits import end_visits

EMPTIED = ("username", "first_name", "last_name", "email", "is_active", "is_staff", "is_superuser", "last_login")


def empty_accounts(*, accounts: Collection[User]) -> None:
    """This will take name, address and the way in from these accounts."""
    for user in accounts:
        user.username = new_pseudonym()
        user.first_name = user.last_name = user.email = ""
        user.is_active = user.is_staff = user.is_superuser = False
        user.last_login = None
        user.set_unusable_password()
    User.objects.bulk_update(accounts, [*EMPTIED, "password"])


def remove_account(*, user: User) -> None:
    """This will remove, in the caller's transaction, what the map of personal data says is this account's, and empty
    it. Their visits end.
    """
    for model, told in personal.mapped():
        if told.user and not told.student and not told.stays:
            model._base_manager.filter(**{told.user: user.pk}).delete()
    end_visits(user=user)
    subject_traces.end_sessions([user.pk])
    subject_traces.forget_in_panel_log(User, [user.pk])
    empty_accounts(accounts=[user])
