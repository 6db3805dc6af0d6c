SELECT 1 FROM public.tenants_academy a
WHERE a.state = 'ready' AND EXISTS (
  SELECT FROM public.tenants_dispatch d
  WHERE d.academy_id = a.id AND d.queue = %(queue)s AND d.state = 'ready' AND d.due_at <= statement_timestamp())
LIMIT 1
