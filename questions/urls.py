"""The student's pages."""

from django.urls import path

from questions.views import home, notes, practice

urlpatterns = [
    path("", home.home, name="home"),
    path("notes/new", notes.new_note, name="note-new"),
    path("notes/<uuid:note_id>", notes.note, name="note"),
    path("notes/<uuid:note_id>/progress", notes.progress, name="note-progress"),
    path("practice/", practice.start, name="practice"),
    path("practice/<uuid:variant_id>", practice.variant, name="practice-variant"),
    path("practice/answers/<uuid:attempt_id>", practice.answered, name="practice-answered"),
]
