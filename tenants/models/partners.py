"""Partners: the keys that their programs sign in with, and the answers they were given before."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from tenants.personal import Personal


class ApiKey(models.Model):
    """A partner program's key. Only the secret's SHA-256 is kept: it has 256 random bits, so a fast hash is right."""

    key_id = models.CharField(_("key id"), max_length=16, unique=True)
    secret_hash = models.CharField(max_length=64)
    name = models.CharField(_("name"), max_length=60)
    scopes = models.JSONField(_("scopes"), default=list)
    created_at = models.DateTimeField(_("created"))
    last_used_at = models.DateTimeField(_("last used"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)

    personal = Personal(
        inside=("secret_hash",), plain=("id", "key_id", "name", "scopes", "created_at", "last_used_at", "revoked_at")
    )

    class Meta:
        verbose_name = _("API key")
        verbose_name_plural = _("API keys")

    def __str__(self) -> str:
        return f"{self.name} ({self.key_id})"

    is_authenticated = True  # what DRF asks of request.user


class KeptAnswer(models.Model):
    """The answer to a write that carried an Idempotency-Key, given again when the write is repeated."""

    api_key = models.ForeignKey(ApiKey, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=255)
    fingerprint = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField()
    body = models.JSONField(null=True)
    created_at = models.DateTimeField(db_index=True)

    personal = Personal(inside=("key", "fingerprint", "body"), plain=("id", "api_key", "status", "created_at"))

    class Meta:
        constraints = (models.UniqueConstraint(fields=("api_key", "key"), name="kept_answer_once_per_key"),)
