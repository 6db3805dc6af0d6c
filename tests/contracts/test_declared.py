"""Every address, model and task says whether it is an academy's or the platform's. A new one fails until it does."""

from __future__ import annotations

from collections.abc import Iterator
from types import ModuleType

import pytest
from celery import Celery, Task
from django.apps import apps
from django.apps.registry import Apps
from django.db import models
from django.test.utils import isolate_apps
from django.urls import URLPattern, URLResolver, get_resolver, include, path

from eduai.celery import app
from tenants.database.router import PUBLIC_MODELS
from tenants.tasking import AcademyTask
from tests.contracts import declared


def addresses(urlconf: str | ModuleType) -> set[str]:
    def walk(patterns: list[URLPattern | URLResolver], prefix: str) -> Iterator[str]:
        for pattern in patterns:
            if isinstance(pattern, URLResolver):
                space = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
                yield from walk(pattern.url_patterns, space)
            elif pattern.name:
                yield f"{prefix}{pattern.name}"
            else:
                yield f"{prefix}{pattern.pattern}"

    return set(walk(get_resolver(urlconf).url_patterns, ""))


def test_every_address_is_declared() -> None:
    academy = {name for name in addresses("eduai.urls") if not name.startswith("admin:")}

    assert academy == declared.ACADEMY_ADDRESSES
    assert addresses("eduai.public_urls") == declared.PLATFORM_ADDRESSES


def models_of(registry: Apps) -> set[str]:
    return {model._meta.label_lower for model in registry.get_models(include_auto_created=True)}


def test_every_model_is_declared() -> None:
    public = {f"{app_label}.{name}" for app_label, name in PUBLIC_MODELS}

    assert public == declared.PLATFORM_MODELS
    assert models_of(apps) - public == declared.ACADEMY_MODELS


def places_of(celery: Celery) -> dict[str, str | None]:
    """Whose each task is; None for one whose base does not say."""
    ours = {name: task for name, task in celery.tasks.items() if not name.startswith("celery.")}
    return {name: getattr(task, "place", None) for name, task in ours.items()}


def test_every_task_is_declared() -> None:
    app.loader.import_default_modules()

    assert places_of(app) == declared.TASKS


def stray() -> None:
    """A task, and a view, that nobody has declared."""


def test_an_undeclared_address_would_be_noticed() -> None:
    new = ModuleType("with_a_new_address")
    vars(new)["urlpatterns"] = [path("", include("eduai.urls")), path("stray", stray), path("more", stray, name="more")]

    found = {name for name in addresses(new) if not name.startswith("admin:")}
    assert found - declared.ACADEMY_ADDRESSES == {"stray", "more"}


def test_an_undeclared_model_would_be_noticed() -> None:
    with isolate_apps("tenants") as registry:
        vars_of_model = {"__module__": "tenants.models", "id": models.BigAutoField(primary_key=True)}
        type("Stray", (models.Model,), vars_of_model)

        assert models_of(registry) - declared.ACADEMY_MODELS - declared.PLATFORM_MODELS == {"tenants.stray"}


@pytest.mark.parametrize(("base", "place"), [(Task, None), (None, "academy")])
def test_an_undeclared_task_would_be_noticed(base: type[Task] | None, place: str | None) -> None:
    celery = Celery("stray", set_as_current=False, task_cls=AcademyTask)
    celery.task(name="eduai.stray", shared=False, **({"base": base} if base else {}))(stray)
    celery.finalize(auto=True)

    assert {name: here for name, here in places_of(celery).items() if name not in declared.TASKS} == {
        "eduai.stray": place
    }
