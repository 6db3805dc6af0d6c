-- Give back what a worker claimed and did not finish in time. A row being held right now is left alone.
WITH expired AS MATERIALIZED (
  SELECT d.id FROM public.tenants_dispatch d
  WHERE d.state = 'claimed' AND d.lease_until <= statement_timestamp() AND d.queue = %(queue)s
  ORDER BY d.lease_until LIMIT 500
  FOR UPDATE SKIP LOCKED
)
UPDATE public.tenants_dispatch d SET state = 'ready', lease_until = NULL
FROM expired WHERE d.id = expired.id
