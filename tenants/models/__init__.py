"""The academies (public) and what each academy knows about its people (its own schema)."""

from tenants.models.academy import Academy, Domain, SchemaTemplate
from tenants.models.access_log import AccessRecord, AccessReview
from tenants.models.audit import AuditHead, AuditRecord, Checkpoint
from tenants.models.consent import ConsentEvent, ConsentState, NoticeVersion, Purpose
from tenants.models.dispatch import Dispatch
from tenants.models.encrypted import DataKey
from tenants.models.evidence import Evidence, ProcessorDecision
from tenants.models.exports import SubjectExport
from tenants.models.messages import Message, ScreenSeen
from tenants.models.partners import ApiKey, KeptAnswer
from tenants.models.people import GuardianInvitation, Guardianship, Role, Student, User
from tenants.models.rights import Destruction, PurgeRun, RetentionPolicy, RightsRequest
from tenants.models.rollouts import Erasure, PreparedSchema, Rollout, RolloutResult
from tenants.models.routing import RoutePolicy
from tenants.models.usage import Budget, UsageRow

__all__ = [
    "Academy",
    "AccessRecord",
    "AccessReview",
    "ApiKey",
    "AuditHead",
    "AuditRecord",
    "Budget",
    "Checkpoint",
    "ConsentEvent",
    "ConsentState",
    "DataKey",
    "Destruction",
    "Dispatch",
    "Domain",
    "Erasure",
    "Evidence",
    "GuardianInvitation",
    "Guardianship",
    "KeptAnswer",
    "Message",
    "NoticeVersion",
    "PreparedSchema",
    "ProcessorDecision",
    "PurgeRun",
    "Purpose",
    "RetentionPolicy",
    "RightsRequest",
    "Role",
    "Rollout",
    "RolloutResult",
    "RoutePolicy",
    "SchemaTemplate",
    "ScreenSeen",
    "Student",
    "SubjectExport",
    "UsageRow",
    "User",
]
