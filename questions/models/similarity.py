"""Similarity: what a note's wording is as a vector, and the one way to search by it."""

from __future__ import annotations

import hashlib
import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from pgvector.django import CosineDistance, VectorField

from eduai.llm.embeddings.kinds import EmbeddingKind
from questions.models.notes import Note
from tenants.personal import Personal


def made_overseas() -> models.Q:
    """The vectors for which a text went overseas: OpenAI's models, and whatever OpenAI is set to serve now."""
    theirs = models.Q(model__startswith="text-embedding-")
    kind = EmbeddingKind(settings.EDUAI_EMBEDDING_KIND)
    if kind is EmbeddingKind.OPENAI:
        theirs |= models.Q(model=kind.model_name(settings.EDUAI_EMBEDDING_MODEL))
    return theirs


class VectorSearch(models.Manager["NoteVector"]):
    """Vectors, and the only search over them."""

    def near(self, note: Note, model: str) -> models.QuerySet[NoteVector]:
        """The vectors of other notes, made by `model` with as many numbers as this note's own, nearest first: each
        with its cosine `distance` (0…2). None where the note has no vector of that model.
        """
        own = self.filter(note=note, model=model, state=NoteVector.State.MADE)
        return (
            self.filter(
                model=model,
                dimensions=models.Subquery(own.values("dimensions")[:1]),
                state=NoteVector.State.MADE,
            )
            .exclude(note=note)
            .annotate(distance=CosineDistance("vector", models.Subquery(own.values("vector")[:1])))
            .order_by("distance", "note_id")
        )


class NoteVector(models.Model):
    """A note's wording as one model sees it, and the text it was made from, by hash. Erased with the note.

    Only vectors of one model and one number of dimensions are ever compared: `objects.near` is the only search.
    """

    class State(models.TextChoices):
        ASKED = "asked", _("Asked for")
        MADE = "made", _("Made")
        REFUSED = "refused", _("Refused")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    note = models.ForeignKey(Note, on_delete=models.CASCADE, related_name="vectors", verbose_name=_("note"))
    model = models.CharField(_("model"), max_length=120)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.ASKED)
    vector = VectorField(_("vector"), null=True, blank=True)
    dimensions = models.PositiveIntegerField(_("dimensions"), null=True, blank=True)
    text_hash = models.CharField(max_length=64, blank=True, editable=False)
    tokens = models.PositiveIntegerField(_("tokens"), default=0)
    code = models.CharField(_("reason code"), max_length=40, blank=True)
    reason = models.TextField(_("reason"), blank=True)
    asked_at = models.DateTimeField(_("asked"))
    made_at = models.DateTimeField(_("made"), null=True, blank=True)

    objects = VectorSearch()

    personal = Personal(
        student="note__student",
        derived=("note", "model", "state", "made_at", "dimensions"),
        inside=("vector", "text_hash", "code", "reason"),
        plain=("id", "tokens", "asked_at"),
        basis={"overseas": made_overseas},
    )

    class Meta:
        verbose_name = _("note vector")
        verbose_name_plural = _("note vectors")
        constraints = (
            models.UniqueConstraint(fields=("note", "model"), name="vector_once_per_model"),
            models.CheckConstraint(
                name="vector_says_its_dimensions",
                condition=models.Q(state="made", vector__isnull=False, dimensions__isnull=False, made_at__isnull=False)
                & models.Q(dimensions=models.Func("vector", function="vector_dims", output_field=models.IntegerField()))
                | models.Q(vector=None, dimensions=None, made_at=None) & ~models.Q(state="made"),
            ),
        )
        indexes = (
            # The search, and the progress of a model's vectors.
            models.Index(fields=("model", "dimensions", "state"), name="vector_space"),
        )

    def __str__(self) -> str:
        return f"{self.model} · {self.get_state_display()}"


def wording_of(note: Note) -> str:
    """What of a note is compared: its question and options, never what somebody answered."""
    return "\n".join((note.stem, *map(str, note.choices)))


def hash_of(text: str) -> str:
    """By which a text that has changed since is told."""
    return hashlib.sha256(text.encode()).hexdigest()
