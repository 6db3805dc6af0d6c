"""What each address shows of people, so that every look is written down (고시 제2조 제3호, 제8조).

An address that is not in this table, and a page of the panel that does not say it of itself, fails the build; one that
shows students and does not say whose fails its answer (tenants.access_log).
"""

from __future__ import annotations

from enum import StrEnum

from django.contrib import admin


class Rule(StrEnum):
    """What may be seen through a door."""

    SHOWS = "shows students"
    OWN = "own data only"
    NOTHING = "nothing personal"


# By the address's name; `POST name` where a method differs. Pages of the panel say theirs: `student_path`.
ADDRESSES: dict[str, Rule] = {
    "home": Rule.OWN,
    "note-new": Rule.OWN,
    "note": Rule.SHOWS,
    "note-progress": Rule.SHOWS,
    "practice": Rule.OWN,
    "practice-variant": Rule.OWN,
    "practice-answered": Rule.OWN,
    "login": Rule.NOTHING,
    "account_login": Rule.NOTHING,
    "mfa_authenticate": Rule.NOTHING,
    "account": Rule.OWN,
    "factor": Rule.OWN,
    "passkeys": Rule.OWN,
    "recovery-codes": Rule.OWN,
    "password": Rule.OWN,
    "own-address": Rule.OWN,
    "elsewhere": Rule.OWN,
    "panel-sign-in": Rule.NOTHING,
    "panel-password": Rule.NOTHING,
    "logout": Rule.NOTHING,
    "ai-notice": Rule.NOTHING,
    "consents": Rule.SHOWS,
    "rights": Rule.SHOWS,
    "privacy": Rule.NOTHING,
    "consents-ask": Rule.OWN,
    "consents-key": Rule.NOTHING,
    "consents-waiting": Rule.SHOWS,
    "consent": Rule.SHOWS,
    "consent-receipt": Rule.SHOWS,
    "guardian-invitation": Rule.SHOWS,
    "evidence": Rule.SHOWS,
    "operators": Rule.NOTHING,
    "operators-new": Rule.NOTHING,
    "operators-state": Rule.NOTHING,
    "no-shortcuts": Rule.NOTHING,
    "api:notes": Rule.SHOWS,
    "POST api:notes": Rule.NOTHING,  # gives back a number; what was added is in the chain
    "api:note": Rule.SHOWS,
    "api:note-questions": Rule.SHOWS,
    "api:schema": Rule.NOTHING,
    "api:docs": Rule.NOTHING,
    "health-live": Rule.NOTHING,
    "health-ready": Rule.NOTHING,
    "welcome": Rule.NOTHING,
    "sign-up": Rule.NOTHING,
    "metrics": Rule.NOTHING,
    "admin:consents_of": Rule.SHOWS,
    "admin:consents_import": Rule.SHOWS,
    "admin:notice_write": Rule.SHOWS,
    "admin:processors": Rule.NOTHING,
    "admin:rights_enter": Rule.SHOWS,
    "admin:rights_enter_for": Rule.SHOWS,
    "admin:retention": Rule.NOTHING,  # counts
    "admin:index": Rule.SHOWS,
    "admin:login": Rule.NOTHING,
    "admin:logout": Rule.NOTHING,
    "admin:password_change": Rule.NOTHING,
    "admin:password_change_done": Rule.NOTHING,
    "admin:jsi18n": Rule.NOTHING,
    "admin:search": Rule.NOTHING,  # finds pages of the menu, no rows
    "admin:app_list": Rule.NOTHING,
    "completions": Rule.SHOWS,
    "admin:autocomplete": Rule.SHOWS,  # Django's own, behind ours
    "admin:view_on_site": Rule.NOTHING,
}
# Operators' verbs that read or write what belongs to students; the others touch nobody's.
COMMANDS: dict[str, Rule] = {
    "accept_processor": Rule.NOTHING,  # a contract, nobody's data
    "add_person": Rule.SHOWS,
    "create_academy": Rule.NOTHING,
    "create_demo": Rule.NOTHING,  # invents its people
    "delete_academy": Rule.NOTHING,
    "embed_notes": Rule.NOTHING,  # asks for work; the workers record theirs
    "erase_student": Rule.SHOWS,
    "export_academy": Rule.SHOWS,
    "export_audit": Rule.NOTHING,  # numbers and codes; the record says that it left
    "export_student": Rule.SHOWS,
    "generate": Rule.SHOWS,
    "import_academy": Rule.NOTHING,
    "import_notes": Rule.SHOWS,
    "issue_api_key": Rule.NOTHING,
    "migrate": Rule.NOTHING,
    "migrate_academies": Rule.NOTHING,
    "move_academy": Rule.NOTHING,
    "prepare_database": Rule.NOTHING,
    "purge": Rule.NOTHING,
    "record_consent": Rule.SHOWS,
    "rename_academy": Rule.NOTHING,
    "student_left": Rule.NOTHING,  # gives back the code that was typed; its record is in the chain
    "reset_second_factor": Rule.NOTHING,  # its record is in the chain
    "review_access": Rule.SHOWS,
    "rotate_keys": Rule.NOTHING,  # seals anew and shows nothing
    "suspend_academy": Rule.NOTHING,
    "verify_audit": Rule.NOTHING,
    "usage_report": Rule.NOTHING,  # sums; its file is recorded as a download
}
TASKS: dict[str, Rule] = {
    "eduai.work": Rule.SHOWS,  # each piece of work, on behalf of who asked for it
    "eduai.sweep": Rule.NOTHING,
    "eduai.close_lost_calls": Rule.NOTHING,
    "eduai.close_lost_calls_here": Rule.NOTHING,
    "eduai.forget_finished": Rule.NOTHING,
    "eduai.watch_replicas": Rule.NOTHING,
    "eduai.prepare_academies": Rule.NOTHING,
    "eduai.seal_access_logs": Rule.NOTHING,
    "eduai.seal_access_log_here": Rule.NOTHING,
    "eduai.review_access_logs": Rule.NOTHING,
    "eduai.review_access_here": Rule.NOTHING,
    "eduai.erase_closed_academies": Rule.NOTHING,
    "eduai.repair_directory": Rule.NOTHING,
    "eduai.do_daily_duties": Rule.NOTHING,
    "eduai.purge_here": Rule.NOTHING,
    "eduai.remind_here": Rule.NOTHING,
    "eduai.remove_invitations_here": Rule.NOTHING,
    "eduai.take_checkpoints": Rule.NOTHING,
    "eduai.take_checkpoint_here": Rule.NOTHING,
}
# Pages of the panel that a library brings, and that no role may open.
CLOSED = {"auth_group"}
_ACTIONS = ("changelist", "add", "history", "delete", "change")


def rule_of(name: str, method: str = "GET") -> Rule | None:
    """The rule of the address of this name under a method; None where nobody has said it."""
    found = ADDRESSES.get(f"{method} {name}") or ADDRESSES.get(name)
    return found or _of_panel(name)


def _of_panel(name: str) -> Rule | None:
    page, _, action = name.removeprefix("admin:").rpartition("_")
    if not name.startswith("admin:") or action not in _ACTIONS:
        return None
    if page in CLOSED:
        return Rule.NOTHING
    for model, shown in admin.site._registry.items():
        if f"{model._meta.app_label}_{model._meta.model_name}" == page and hasattr(shown, "student_path"):
            return Rule.NOTHING if shown.student_path is None else Rule.SHOWS
    return None
