"""Language models behind one small port: on-premises first, overseas only on a release.

Importing this package loads nothing; take names from its modules (`types`, `errors`, `router`, …). A
provider's SDK is imported on its first call.
"""
