"""Files that people hand in as proof (a photograph or a scan of a signed paper), made harmless before they are kept.

    clean = cleaned(data)          ScanRefused names the reason in `why`
    clean.content_type             "image/jpeg" or "application/pdf"
    clean.data                     a photograph is decoded and written anew, without its place and camera

The file's name and declared type are never looked at. What decodes it is a child process with limits on memory,
processor time, files and the clock, which is given nothing but the bytes.
"""

from __future__ import annotations

from eduai.lib.scans.cleaning import Clean, ScanRefused, cleaned

__all__ = ["Clean", "ScanRefused", "cleaned"]
