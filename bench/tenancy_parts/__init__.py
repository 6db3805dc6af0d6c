"""The parts of `bench tenancy`: filling a database with academies, and what each question costs then."""
