DELETE FROM public.tenants_dispatch d
WHERE d.created_at < %(before)s AND (d.state = 'done' OR (d.state = 'dead' AND d.reported_at IS NOT NULL))
RETURNING d.id
