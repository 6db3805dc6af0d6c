"""The partners' addresses. No trailing slashes under /api/."""

from django.urls import path
from drf_spectacular.views import SpectacularAPIView
from drf_spectacular.views import SpectacularSwaggerSplitView as Docs
from rest_framework.permissions import AllowAny

from questions.api.notes import NoteQuestionsView, NotesView, NoteView

app_name = "api"
OPEN = {"permission_classes": [AllowAny], "authentication_classes": [], "throttle_classes": []}
READ = ["get", "head"]  # DRF has nothing to render an answer to OPTIONS with there
urlpatterns = [
    path("notes", NotesView.as_view(), name="notes"),
    path("notes/<uuid:note_id>", NoteView.as_view(), name="note"),
    path("notes/<uuid:note_id>/questions", NoteQuestionsView.as_view(), name="note-questions"),
    path("schema", SpectacularAPIView.as_view(api_version="1", **OPEN), name="schema"),
    path("docs", Docs.as_view(url_name="api:schema", http_method_names=READ, **OPEN), name="docs"),
]
