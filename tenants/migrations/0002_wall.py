"""The shared work table behind row-level security and functions that take the academy from the role.

Needs the roles of tenants/database/sql/roles.sql; `prepare_database` makes them first.
"""

from django.db import migrations

ACADEMY = """
CREATE FUNCTION public.dispatch_academy() RETURNS bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path TO pg_catalog, pg_temp AS $$
DECLARE
  taken text := current_setting('role');
  found bigint;
BEGIN
  IF taken !~ '^r_[0-9a-f]{12}$' THEN
    RAISE insufficient_privilege USING MESSAGE = 'the work table is reached from inside an academy';
  END IF;
  SELECT a.id INTO found FROM public.tenants_academy a WHERE a.schema_name = 'a_' || substr(taken, 3);
  IF found IS NULL THEN
    RAISE insufficient_privilege USING MESSAGE = 'no academy has this role';
  END IF;
  RETURN found;
END $$
"""

ENQUEUE = """
CREATE FUNCTION public.dispatch_enqueue(kind text, queue text, job uuid, due_at timestamptz) RETURNS bigint
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path TO pg_catalog, pg_temp AS $$
  INSERT INTO public.tenants_dispatch AS d (academy_id, kind, queue, job, due_at)
  VALUES (public.dispatch_academy(), $1, $2, $3, coalesce($4, statement_timestamp()))
  ON CONFLICT (academy_id, kind, job) WHERE state IN ('ready', 'claimed')
  DO UPDATE SET due_at = least(d.due_at, excluded.due_at)
  RETURNING d.id
$$
"""

HOLD = """
CREATE FUNCTION public.dispatch_hold(id bigint, fence bigint) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path TO pg_catalog, pg_temp AS $$
BEGIN
  PERFORM 1 FROM public.tenants_dispatch d
  WHERE d.id = $1 AND d.academy_id = public.dispatch_academy() AND d.state = 'claimed' AND d.fence = $2
    AND d.lease_until > clock_timestamp()
  FOR UPDATE;
  RETURN FOUND;
END $$
"""

EXTEND = """
CREATE FUNCTION public.dispatch_extend(id bigint, fence bigint, seconds double precision) RETURNS timestamptz
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path TO pg_catalog, pg_temp AS $$
DECLARE
  until timestamptz;
BEGIN
  IF public.dispatch_hold($1, $2) THEN
    UPDATE public.tenants_dispatch d
    SET lease_until = greatest(d.lease_until, clock_timestamp() + make_interval(secs => least($3, 3600)))
    WHERE d.id = $1 RETURNING d.lease_until INTO until;
  END IF;
  RETURN until;
END $$
"""

FINISH = """
CREATE FUNCTION public.dispatch_finish(id bigint, fence bigint, outcome text, reason text) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path TO pg_catalog, pg_temp AS $$
BEGIN
  IF outcome NOT IN ('done', 'dead') THEN
    RAISE invalid_parameter_value USING MESSAGE = 'work ends as done or dead';
  END IF;
  IF NOT public.dispatch_hold($1, $2) THEN
    RETURN false;
  END IF;
  UPDATE public.tenants_dispatch d
  SET state = $3, reason = left($4, 200), lease_until = NULL, reported_at = clock_timestamp() WHERE d.id = $1;
  RETURN true;
END $$
"""

RESCHEDULE = """
CREATE FUNCTION public.dispatch_reschedule(id bigint, fence bigint, due_at timestamptz, counted boolean)
RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path TO pg_catalog, pg_temp AS $$
BEGIN
  IF NOT public.dispatch_hold($1, $2) THEN
    RETURN false;
  END IF;
  UPDATE public.tenants_dispatch d
  SET state = 'ready', due_at = $3, lease_until = NULL,
      attempts = CASE WHEN $4 THEN d.attempts ELSE greatest(d.attempts - 1, 0) END
  WHERE d.id = $1;
  RETURN true;
END $$
"""

SIGNATURES = {
    "dispatch_academy": "",
    "dispatch_enqueue": "text, text, uuid, timestamptz",
    "dispatch_hold": "bigint, bigint",
    "dispatch_extend": "bigint, bigint, double precision",
    "dispatch_finish": "bigint, bigint, text, text",
    "dispatch_reschedule": "bigint, bigint, timestamptz, boolean",
}
FORBID = [f"REVOKE ALL ON FUNCTION public.{name}({types}) FROM PUBLIC" for name, types in SIGNATURES.items()]
ALLOW = [
    f"GRANT EXECUTE ON FUNCTION public.{name}({types}) TO eduai_academy"
    for name, types in SIGNATURES.items()
    if name != "dispatch_academy"
]
DROP = [f"DROP FUNCTION public.{name}({types})" for name, types in reversed(SIGNATURES.items())]

SECURITY = [
    "ALTER TABLE public.tenants_dispatch ENABLE ROW LEVEL SECURITY",
    "CREATE POLICY dispatcher ON public.tenants_dispatch TO eduai_dispatcher USING (true) WITH CHECK (true)",
]
NO_SECURITY = [
    "DROP POLICY dispatcher ON public.tenants_dispatch",
    "ALTER TABLE public.tenants_dispatch DISABLE ROW LEVEL SECURITY",
]


class Migration(migrations.Migration):
    dependencies = [("tenants", "0001_initial")]

    operations = [
        migrations.RunSQL(SECURITY, NO_SECURITY, hints={"place": "public"}),
        migrations.RunSQL(
            [ACADEMY, ENQUEUE, HOLD, EXTEND, FINISH, RESCHEDULE, *FORBID, *ALLOW], DROP, hints={"place": "public"}
        ),
        # What an academy may do with its own record: read it. Rows are added by the chain's function.
        migrations.RunSQL(
            [
                "COMMENT ON TABLE tenants_auditrecord IS 'grants: SELECT'",
                "COMMENT ON TABLE tenants_audithead IS 'grants: SELECT'",
            ],
            migrations.RunSQL.noop,
            hints={"place": "academy"},
        ),
    ]
