"""The audit chain's only writer: a function that takes the head's lock, the database's clock, and hashes.

Each record's hash is SHA-256 over its fields, one per line, the previous hash last:
number, UTC time with microseconds, actor, action, subject, facts, previous hash.
"""

from django.db import migrations

CREATE = r"""
DO $do$
BEGIN
  EXECUTE format($make$
    CREATE FUNCTION %1$I.audit_append(actor text, action text, subject text, facts text) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER SET search_path TO %1$I, pg_temp AS $body$
    DECLARE
      head record;
      moment timestamptz;
      said text;
      link text;
    BEGIN
      IF current_setting('role') <> 'r_' || substr(%1$L, 3) THEN
        RAISE insufficient_privilege USING MESSAGE = 'only the academy itself extends its record';
      END IF;
      IF concat(actor, action, subject, facts) ~ E'[\n\r]' THEN
        RAISE invalid_parameter_value USING MESSAGE = 'an audit field holds a line break';
      END IF;
      SELECT h.seq, h.hash INTO STRICT head FROM tenants_audithead h WHERE h.id = 1 FOR UPDATE;
      moment := clock_timestamp();
      said := concat_ws(E'\n', (head.seq + 1)::text,
        to_char(moment AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
        actor, action, subject, facts, head.hash);
      link := encode(sha256(convert_to(said, 'UTF8')), 'hex');
      INSERT INTO tenants_auditrecord (seq, at, actor, action, subject, facts, prev, hash)
        VALUES (head.seq + 1, moment, actor, action, subject, facts, head.hash, link);
      UPDATE tenants_audithead SET seq = head.seq + 1, hash = link WHERE id = 1;
      RETURN head.seq + 1;
    END
    $body$;
  $make$, current_schema());
END
$do$;
"""
DROP = "DROP FUNCTION audit_append(text, text, text, text)"


class Migration(migrations.Migration):
    dependencies = (("tenants", "0002_wall"),)
    operations = (migrations.RunSQL(CREATE, DROP, hints={"place": "academy"}),)
