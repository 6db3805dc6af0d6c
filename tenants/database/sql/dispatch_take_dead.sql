WITH unreported AS MATERIALIZED (
  SELECT d.id FROM public.tenants_dispatch d
  WHERE d.state = 'dead' AND d.reported_at IS NULL
  ORDER BY d.id LIMIT %(limit)s
  FOR UPDATE SKIP LOCKED
)
UPDATE public.tenants_dispatch d SET reported_at = clock_timestamp()
FROM unreported WHERE d.id = unreported.id
RETURNING d.academy_id, d.kind, d.job, d.reason
