"""What becomes of an academy after it was opened: archives of it, another database, its end."""

from tenants.provisioning.life.alone import alone
from tenants.provisioning.life.archive import Archive, ArchiveRefused, Manifest, Tell, write_archive
from tenants.provisioning.life.erasure import due_for_erasure, erase_academy
from tenants.provisioning.life.moving import carrier, relocate
from tenants.provisioning.life.restore import restore_academy

__all__ = [
    "Archive",
    "ArchiveRefused",
    "Manifest",
    "Tell",
    "alone",
    "carrier",
    "due_for_erasure",
    "erase_academy",
    "relocate",
    "restore_academy",
    "write_archive",
]
