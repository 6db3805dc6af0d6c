"""The academies of this installation. These tables live in `public`; everything else is an academy's own."""

from __future__ import annotations

from typing import Any, NoReturn

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django_tenants.models import DomainMixin, TenantMixin

SLUG = RegexValidator(r"\A[a-z][a-z0-9-]{0,38}[a-z0-9]\Z", _("Lower-case letters, digits and hyphens."))


class Academy(TenantMixin):
    """One private academy: a schema and a database role of its own, and the name of its host."""

    class State(models.TextChoices):
        PREPARING = "preparing", _("Preparing")
        READY = "ready", _("Ready")
        SUSPENDED = "suspended", _("Suspended")
        CLOSED = "closed", _("Closed")

    id = models.BigAutoField(primary_key=True)
    slug = models.CharField(_("slug"), max_length=40, unique=True, validators=[SLUG])
    name = models.CharField(_("name"), max_length=100)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.PREPARING)
    database = models.CharField(_("database"), max_length=40, default="default")
    fingerprint = models.CharField(_("schema fingerprint"), max_length=64, blank=True)
    # The set of migrations that the schema has (tenants.provisioning.schemas.release_of_code).
    release = models.CharField(_("release"), max_length=64, blank=True, db_default="")
    # Its people run the installation; they see the other academies' directory, and no academy's data.
    operates = models.BooleanField(_("operators' academy"), db_default=False)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)
    erase_at = models.DateTimeField(_("to be erased"), null=True, blank=True)

    # Schemas come from the replayed template alone (tenants.provisioning).
    auto_create_schema = False
    auto_drop_schema = False

    class Meta:
        verbose_name = _("academy")
        verbose_name_plural = _("academies")

    def __str__(self) -> str:
        return self.name

    def __enter__(self) -> NoReturn:
        """Refused: upstream keeps the way back in a list that all threads share."""
        raise TypeError("Enter an academy with tenancy.use(academy).")

    def __exit__(self, *exc: object) -> None:
        """Never reached; `with` looks both up."""

    def activate(self) -> NoReturn:
        """Refused: it has no end."""
        raise TypeError("Enter an academy with tenancy.use(academy).")

    @classmethod
    def deactivate(cls) -> NoReturn:
        """Refused, as `activate`."""
        raise TypeError("Enter an academy with tenancy.use(academy).")

    def create_schema(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Refused: the library's clone loses vector dimensions and constraint names."""
        raise TypeError("Create an academy with tenants.provisioning.create_academy.")


class Domain(DomainMixin):
    """A host of the academy's own, beside `<slug>.<base domain>`."""

    id = models.BigAutoField(primary_key=True)

    class Meta:
        verbose_name = _("domain")
        verbose_name_plural = _("domains")


class SchemaTemplate(models.Model):
    """What a new academy's schema is replayed from: one row per set of migrations."""

    id = models.BigAutoField(primary_key=True)
    migrations_hash = models.CharField(max_length=64, unique=True)
    fingerprint = models.CharField(max_length=64)
    sql = models.TextField()
    created_at = models.DateTimeField(auto_now_add=True)
