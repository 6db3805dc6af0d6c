"""What every page of the panel owes: it says whose data it shows, and answers no question that it does not offer."""

from __future__ import annotations

from collections.abc import Iterable
from functools import reduce
from typing import Any, ClassVar

from django.contrib.admin import SimpleListFilter
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse

from tenants.access_log import Task, shown

# What the lists' own filters write into an address after a column's name.
OFFERED_LOOKUPS = ("", "__exact", "__isnull")


class ShowsStudents:
    """A list and its details tell the access log which students they show.

    `student_path` leads from a row to its student's number (`note.student_id`), over relations that the list has
    loaded; it is None where a page shows nothing of anybody. Each page has to say it. `linked_lookups` are what links
    of our own ask a list for beside its filters.

    A page is titled by what it shows: Django's own words for that are no Korean.
    """

    student_path: ClassVar[str | None]
    linked_lookups: ClassVar[tuple[str, ...]] = ()

    def students_of(self, row: Any) -> Iterable[int]:
        """The numbers of the students whom a row is about."""
        found = reduce(lambda value, name: getattr(value, name, None), (self.student_path or "").split("."), row)
        return () if found is None else (int(found),)

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """Whether an address may narrow the list by `lookup`: as the list's own filters and our links do, no other way.

        Django lets any column of the row be asked about (`password__startswith`), shown or not.
        """
        offered = set(self.linked_lookups)
        for one in self.get_list_filter(request):  # type: ignore[attr-defined]
            if isinstance(one, type) and issubclass(one, SimpleListFilter):
                offered.add(str(one.parameter_name))
            else:
                path = one if isinstance(one, str) else one[0]
                offered |= {path + how for how in OFFERED_LOOKUPS}
        return lookup in offered

    def opened(self, request: HttpRequest, object_id: str) -> Any:
        """The row that a page of our own is about. Raises PermissionDenied to whom the list is closed, Http404 where
        there is no such row for this reader.
        """
        if not self.has_view_permission(request):  # type: ignore[attr-defined]
            raise PermissionDenied
        row = self.get_object(request, object_id)  # type: ignore[attr-defined]
        if row is None:
            raise Http404
        return row

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        context = {"title": self.model._meta.verbose_name_plural} | (extra_context or {})  # type: ignore[attr-defined]
        response: HttpResponse = super().changelist_view(request, context)  # type: ignore[misc]
        rows = getattr(response, "context_data", {}).get("cl")
        self.declare(request, rows.result_list if rows else (), Task.SEARCH if request.GET.get("q") else Task.LIST)
        return response

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        context = {"title": self.model._meta.verbose_name} | (extra_context or {})  # type: ignore[attr-defined]
        response: HttpResponse = super().changeform_view(request, object_id, form_url, context)  # type: ignore[misc]
        row = getattr(response, "context_data", {}).get("original")
        if row is not None:
            self.declare(request, (row,), Task.VIEW)
        return response

    def history_view(self, request: HttpRequest, *args: Any, **options: Any) -> HttpResponse:
        response: HttpResponse = super().history_view(request, *args, **options)  # type: ignore[misc]
        row = getattr(response, "context_data", {}).get("object")
        if row is not None:
            self.declare(request, (row,), Task.VIEW)
        return response

    def declare(self, request: HttpRequest, rows: Iterable[Any], task: Task, **facts: object) -> None:
        """Tell the access log that these rows are shown; nothing where the page shows nothing of anybody."""
        if self.student_path is not None:
            shown(request, {number for row in rows for number in self.students_of(row)}, task=task, **facts)


class Completions(AutocompleteJsonView):
    """What the panel's fields offer while somebody types: rows of students, by name."""

    def get_context_data(self, **options: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**options)
        rows = context["object_list"] = list(context["object_list"])
        self.model_admin.declare(self.request, rows, Task.SEARCH)
        return context
