"""What releases did to the academies, and what is kept of an academy that is gone. All in `public`."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _


class PreparedSchema(models.Model):
    """A schema with its role that belongs to nobody yet: the next sign-up takes it. Reached by functions alone."""

    id = models.BigAutoField(primary_key=True)
    schema_name = models.CharField(max_length=63, unique=True)
    migrations_hash = models.CharField(max_length=64)
    fingerprint = models.CharField(max_length=64)
    created_at = models.DateTimeField(db_default=Now())


class Rollout(models.Model):
    """One run of a release over the academies of this database that were behind."""

    id = models.BigAutoField(primary_key=True)
    release = models.CharField(_("release"), max_length=64)
    behind = models.PositiveIntegerField(_("behind at the start"))
    started_at = models.DateTimeField(_("started"), db_default=Now())
    finished_at = models.DateTimeField(_("finished"), null=True)

    class Meta:
        verbose_name = _("rollout")
        verbose_name_plural = _("rollouts")


class RolloutResult(models.Model):
    """How one academy's migration went in one rollout; `error` is empty where it succeeded."""

    id = models.BigAutoField(primary_key=True)
    rollout = models.ForeignKey(Rollout, on_delete=models.CASCADE, related_name="results")
    academy = models.ForeignKey("tenants.Academy", on_delete=models.CASCADE, db_index=False, related_name="+")
    error = models.TextField(_("error"), blank=True, db_default="")
    milliseconds = models.PositiveIntegerField(_("milliseconds"))
    finished_at = models.DateTimeField(_("finished"), db_default=Now())

    class Meta:
        verbose_name = _("rollout result")
        verbose_name_plural = _("rollout results")


class Erasure(models.Model):
    """The proof that an academy was erased: what there was, counted, and that a search for it found nothing.

    It names the academy by numbers alone; nobody's data and no word of the academy's is kept.
    """

    id = models.BigAutoField(primary_key=True)
    academy_number = models.BigIntegerField(_("academy number"))
    schema_name = models.CharField(_("schema"), max_length=63)
    closed_at = models.DateTimeField(_("closed"), null=True)
    erased_at = models.DateTimeField(_("erased"), db_default=Now())
    rows = models.JSONField(_("rows by table"))
    last_audit_hash = models.CharField(_("last link of the record"), max_length=64, blank=True)
    left = models.JSONField(_("found afterwards"))

    class Meta:
        verbose_name = _("erasure")
        verbose_name_plural = _("erasures")
