SELECT due.queue, count(*) FROM (
  SELECT d.queue, d.academy_id FROM public.tenants_dispatch d
  WHERE d.state = 'ready' AND d.due_at <= statement_timestamp()
  UNION ALL
  SELECT d.queue, d.academy_id FROM public.tenants_dispatch d
  WHERE d.state = 'claimed' AND d.lease_until <= statement_timestamp()
) due JOIN public.tenants_academy a ON a.id = due.academy_id AND a.state = 'ready'
GROUP BY due.queue
