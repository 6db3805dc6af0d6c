"""An academy may end its own work, waiting or running: what is done for erased rows has nothing to be saved to."""

from django.db import migrations

CANCEL = """
CREATE FUNCTION public.dispatch_cancel(jobs uuid[]) RETURNS bigint
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path TO pg_catalog, pg_temp AS $$
DECLARE
  ended bigint;
BEGIN
  UPDATE public.tenants_dispatch d
  SET state = 'done', reason = 'cancelled', lease_until = NULL, reported_at = clock_timestamp()
  WHERE d.academy_id = public.dispatch_academy() AND d.job = ANY ($1) AND d.state IN ('ready', 'claimed');
  GET DIAGNOSTICS ended = ROW_COUNT;
  RETURN ended;
END $$
"""
FORBID = "REVOKE ALL ON FUNCTION public.dispatch_cancel(uuid[]) FROM PUBLIC"
ALLOW = "GRANT EXECUTE ON FUNCTION public.dispatch_cancel(uuid[]) TO eduai_academy"
DROP = "DROP FUNCTION public.dispatch_cancel(uuid[])"


class Migration(migrations.Migration):
    dependencies = (("tenants", "0011_access_purge"),)
    operations = (migrations.RunSQL([CANCEL, FORBID, ALLOW], [DROP], hints={"place": "public"}),)
