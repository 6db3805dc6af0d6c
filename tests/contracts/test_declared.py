"""Every address, model and task says whether it is an academy's or the platform's. A new one fails until it does."""

from __future__ import annotations

from collections.abc import Iterator

from django.apps import apps
from django.urls import URLPattern, URLResolver, get_resolver

from eduai.celery import app
from tenants.database.router import PUBLIC_MODELS
from tests.contracts import declared


def addresses(urlconf: str) -> set[str]:
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


def test_every_model_is_declared() -> None:
    models = {model._meta.label_lower for model in apps.get_models(include_auto_created=True)}
    public = {f"{app_label}.{name}" for app_label, name in PUBLIC_MODELS}

    assert public == declared.PLATFORM_MODELS
    assert models - public == declared.ACADEMY_MODELS


def test_every_task_is_declared() -> None:
    app.loader.import_default_modules()
    ours = {name: task for name, task in app.tasks.items() if not name.startswith("celery.")}
    places = {name: task.place for name, task in ours.items()}

    assert places == declared.TASKS
