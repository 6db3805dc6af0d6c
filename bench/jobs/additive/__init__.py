"""An app that a release adds, for `bench tenancy`: its one migration adds a column and an index to each academy."""
