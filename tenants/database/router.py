"""Which tables belong to the platform (`public`) and which to every academy. None belongs to both.

django-tenants places whole apps; an app that holds both the academies and their people would then put
every table in both places, and a wrong schema would be a working, wrong answer.
"""

from __future__ import annotations

from typing import Any, Literal

from django.db import connections

from tenants.database.names import PUBLIC

Place = Literal["public", "academy"]

PUBLIC_MODELS = frozenset(
    {
        ("contenttypes", "contenttype"),
        ("tenants", "academy"),
        ("tenants", "domain"),
        ("tenants", "schematemplate"),
        ("tenants", "dispatch"),
        ("tenants", "preparedschema"),
        ("tenants", "rollout"),
        ("tenants", "rolloutresult"),
        ("tenants", "erasure"),
    }
)
PUBLIC_APPS = frozenset({"contenttypes"})


def place_of(app_label: str, model_name: str | None = None) -> Place:
    """Where a model's table lives; without a model, where the app's own SQL runs."""
    if model_name is None:
        return "public" if app_label in PUBLIC_APPS else "academy"
    return "public" if (app_label, model_name.lower()) in PUBLIC_MODELS else "academy"


class AcademyRouter:
    """Lets each migration operation touch only the schema its table belongs to.

    RunSQL and RunPython name theirs with `hints={"place": "public"}` or `{"place": "academy"}`.
    """

    def allow_migrate(self, db: str, app_label: str, model_name: str | None = None, **hints: Any) -> bool:
        """Whether an operation runs on the schema that the connection `db` is set to."""
        connection: Any = connections[db]
        here: Place = "public" if connection.schema_name == PUBLIC else "academy"
        return bool(hints.get("place", place_of(app_label, model_name)) == here)
