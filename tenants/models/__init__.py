"""The academies (public) and what each academy knows about its people (its own schema)."""

from tenants.models.academy import Academy, Domain, SchemaTemplate
from tenants.models.audit import AuditHead, AuditRecord
from tenants.models.consent import ConsentEvent, NoticeVersion, Purpose
from tenants.models.dispatch import Dispatch
from tenants.models.partners import ApiKey, KeptAnswer
from tenants.models.people import Guardianship, Role, Student, User
from tenants.models.rollouts import Erasure, PreparedSchema, Rollout, RolloutResult
from tenants.models.routing import RoutePolicy
from tenants.models.usage import Budget, UsageRow

__all__ = [
    "Academy",
    "ApiKey",
    "AuditHead",
    "AuditRecord",
    "Budget",
    "ConsentEvent",
    "Dispatch",
    "Domain",
    "Erasure",
    "Guardianship",
    "KeptAnswer",
    "NoticeVersion",
    "PreparedSchema",
    "Purpose",
    "Role",
    "Rollout",
    "RolloutResult",
    "RoutePolicy",
    "SchemaTemplate",
    "Student",
    "UsageRow",
    "User",
]
