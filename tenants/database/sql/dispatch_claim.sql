-- Window functions forbid FOR UPDATE at their level: rank first, join back, lock. The LATERAL reads each academy's
-- earliest rows from the index; ranking all ready rows costs hundreds of milliseconds at 100,000. More are offered and
-- ranked than wanted, because other workers hold some of the first.
WITH running AS MATERIALIZED (
  SELECT d.academy_id, count(*) AS n FROM public.tenants_dispatch d
  WHERE d.state = 'claimed' AND d.queue = %(queue)s AND d.lease_until > statement_timestamp()
  GROUP BY d.academy_id
), offered AS MATERIALIZED (
  SELECT due.id, due.due_at, due.turn + coalesce(running.n, 0) AS rank
  FROM public.tenants_academy a
  LEFT JOIN running ON running.academy_id = a.id
  CROSS JOIN LATERAL (
    SELECT d.id, d.due_at, row_number() OVER (ORDER BY d.due_at, d.id) AS turn
    FROM public.tenants_dispatch d
    WHERE d.academy_id = a.id AND d.queue = %(queue)s AND d.state = 'ready' AND d.due_at <= statement_timestamp()
    ORDER BY d.due_at, d.id LIMIT %(offered)s
  ) due
  WHERE a.state = 'ready'
  ORDER BY rank, due.due_at, due.id LIMIT %(ranked)s
), chosen AS MATERIALIZED (
  SELECT d.id FROM offered JOIN public.tenants_dispatch d ON d.id = offered.id
  WHERE d.state = 'ready'
  ORDER BY offered.rank, offered.due_at, offered.id LIMIT %(limit)s
  FOR UPDATE OF d SKIP LOCKED
)
UPDATE public.tenants_dispatch d SET
  state = CASE WHEN d.attempts < %(max)s THEN 'claimed' ELSE 'dead' END,
  reason = CASE WHEN d.attempts < %(max)s THEN d.reason ELSE 'given up after ' || d.attempts || ' attempts' END,
  attempts = CASE WHEN d.attempts < %(max)s THEN d.attempts + 1 ELSE d.attempts END,
  lease_until = CASE WHEN d.attempts < %(max)s THEN clock_timestamp() + make_interval(secs => %(lease)s) END,
  fence = d.fence + 1
FROM chosen WHERE d.id = chosen.id
RETURNING d.id, d.academy_id, d.kind, d.job, d.fence, d.attempts, d.lease_until, d.state
