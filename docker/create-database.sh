#!/bin/sh
# What only a superuser can do, once: the two log-ins, the database, pgvector. Running it again changes nothing
# but the passwords. The PostgreSQL image runs it on an empty data folder; elsewhere run it with PGHOST, PGUSER
# and PGPASSWORD of a superuser.
set -eu
: "${EDUAI_OWNER_PASSWORD:?is not set}" "${EDUAI_APP_PASSWORD:?is not set}"
export EDUAI_OWNER_PASSWORD EDUAI_APP_PASSWORD

run() { psql --no-psqlrc --quiet --set ON_ERROR_STOP=1 --username "${PGUSER:-${POSTGRES_USER:-postgres}}" "$@"; }

run --dbname postgres <<'SQL'
\getenv owner_password EDUAI_OWNER_PASSWORD
\getenv app_password EDUAI_APP_PASSWORD
SELECT 'CREATE ROLE eduai_owner' WHERE to_regrole('eduai_owner') IS NULL \gexec
SELECT 'CREATE ROLE eduai_app' WHERE to_regrole('eduai_app') IS NULL \gexec
ALTER ROLE eduai_owner LOGIN CREATEROLE CREATEDB NOSUPERUSER NOREPLICATION NOBYPASSRLS PASSWORD :'owner_password';
ALTER ROLE eduai_app LOGIN NOINHERIT NOCREATEROLE NOCREATEDB NOSUPERUSER NOBYPASSRLS PASSWORD :'app_password';
SELECT 'CREATE DATABASE eduai OWNER eduai_owner'
  WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = 'eduai') \gexec
REVOKE TEMPORARY ON DATABASE eduai FROM PUBLIC;
SQL

# In template1 too: the release step builds the academies' template in a database of its own.
for database in template1 eduai; do
  run --dbname "$database" <<'SQL'
CREATE SCHEMA IF NOT EXISTS extensions;
GRANT USAGE ON SCHEMA extensions TO PUBLIC;
CREATE EXTENSION IF NOT EXISTS vector SCHEMA extensions;
SQL
done
