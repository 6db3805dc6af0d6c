-- Who reaches what in `public`. Run after its migrations, any number of times.
REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO eduai_platform, eduai_dispatcher, eduai_academy;

GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO eduai_platform;
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO eduai_platform;

-- What the platform only reads, or does not touch: an academy's row comes and goes with its schema, by the owner.
-- Of the row it changes what it knows; number, schema, database and whether it operates are the functions' and the owner's.
REVOKE INSERT, UPDATE, DELETE ON public.tenants_academy FROM eduai_platform;
GRANT UPDATE (slug, name, state, fingerprint, release, closed_at, erase_at) ON public.tenants_academy TO eduai_platform;
REVOKE INSERT, UPDATE, DELETE ON public.django_migrations, public.django_content_type, public.tenants_schematemplate
  FROM eduai_platform;
REVOKE INSERT, UPDATE, DELETE ON public.tenants_rollout, public.tenants_rolloutresult, public.tenants_erasure
  FROM eduai_platform;
REVOKE ALL ON public.tenants_dispatch, public.tenants_preparedschema FROM eduai_platform;
GRANT SELECT ON public.tenants_preparedschema TO eduai_platform;

GRANT SELECT (id, schema_name, state) ON public.tenants_academy TO eduai_dispatcher;
GRANT SELECT, UPDATE, DELETE ON public.tenants_dispatch TO eduai_dispatcher;

GRANT SELECT ON public.django_content_type TO eduai_academy;
