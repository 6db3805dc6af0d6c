"""The access log's only way out: a function that removes what is older than the law asks for, and nothing younger.

고시 제8조 제1항 asks for two years where many people's or sensitive data are handled; the academy may keep it longer,
the function never lets it be shorter, whoever calls it with whatever moment.
"""

from django.db import migrations

CREATE = r"""
DO $do$
BEGIN
  EXECUTE format($make$
    CREATE FUNCTION %1$I.access_purge(before timestamptz, many integer) RETURNS integer
    LANGUAGE plpgsql SECURITY DEFINER SET search_path TO %1$I, pg_temp AS $body$
    DECLARE
      removed integer;
    BEGIN
      IF current_setting('role') <> 'r_' || substr(%1$L, 3) THEN
        RAISE insufficient_privilege USING MESSAGE = 'only the academy itself purges its log';
      END IF;
      IF before > clock_timestamp() - interval '730 days' THEN
        RAISE insufficient_privilege USING MESSAGE = 'an access is kept for 730 days at least';
      END IF;
      DELETE FROM tenants_accessrecord r WHERE r.id IN (
        SELECT o.id FROM tenants_accessrecord o WHERE o.at < $1 ORDER BY o.at LIMIT $2
      );
      GET DIAGNOSTICS removed = ROW_COUNT;
      RETURN removed;
    END
    $body$;
  $make$, current_schema());
END
$do$;
"""
DROP = "DROP FUNCTION access_purge(timestamptz, integer)"


class Migration(migrations.Migration):
    dependencies = (("tenants", "0010_rights_that_are_asked"),)
    operations = (migrations.RunSQL(CREATE, DROP, hints={"place": "academy"}),)
