"""The development settings of a release that has one app more."""

from eduai.settings.development import *  # noqa: F403
from eduai.settings.development import INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "bench.jobs.additive"]
