"""How an academy comes to be: a template made once per release, replayed in one transaction."""

from tenants.provisioning.academies import RESERVED_SLUGS, create_academy, drop_academy
from tenants.provisioning.lifecycle import change_state
from tenants.provisioning.release import Prepared, prepare_database
from tenants.provisioning.rollout import Migrated, Rollout, migrate_academies
from tenants.provisioning.template import MissingExtension, NoTemplate, TemplateUnsound

__all__ = [
    "RESERVED_SLUGS",
    "Migrated",
    "MissingExtension",
    "NoTemplate",
    "Prepared",
    "Rollout",
    "TemplateUnsound",
    "change_state",
    "create_academy",
    "drop_academy",
    "migrate_academies",
    "prepare_database",
]
