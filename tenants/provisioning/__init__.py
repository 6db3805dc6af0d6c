"""How an academy comes to be: a template made once per release, replayed in one transaction."""

from tenants.provisioning.academies import (
    RESERVED_SLUGS,
    NoSchemaPrepared,
    check_address,
    create_academy,
    drop_academy,
)
from tenants.provisioning.directory import publish, repair_directory
from tenants.provisioning.lifecycle import (
    abandon,
    change_state,
    close,
    never_came,
    rename,
    reopen,
    require_free,
)
from tenants.provisioning.release import Prepared, prepare_database
from tenants.provisioning.rollout import Migrated, Rollout, migrate_academies
from tenants.provisioning.stock import fill_stock, prepare_schema
from tenants.provisioning.template import MissingExtension, NoTemplate, TemplateUnsound

__all__ = [
    "RESERVED_SLUGS",
    "Migrated",
    "MissingExtension",
    "NoSchemaPrepared",
    "NoTemplate",
    "Prepared",
    "Rollout",
    "TemplateUnsound",
    "abandon",
    "change_state",
    "check_address",
    "close",
    "create_academy",
    "drop_academy",
    "fill_stock",
    "migrate_academies",
    "never_came",
    "prepare_database",
    "prepare_schema",
    "publish",
    "rename",
    "reopen",
    "repair_directory",
    "require_free",
]
