"""Decisions are only added; those about an erased student's questions go by the database's own function alone."""

from django.db import migrations

CREATE = r"""
DO $do$
BEGIN
  EXECUTE format($make$
    CREATE FUNCTION %1$I.erase_decisions(student bigint) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER SET search_path TO %1$I, pg_temp AS $body$
    DECLARE
      removed bigint;
    BEGIN
      IF current_setting('role') <> 'r_' || substr(%1$L, 3) THEN
        RAISE insufficient_privilege USING MESSAGE = 'only the academy itself erases its decisions';
      END IF;
      DELETE FROM questions_decision d
      USING questions_blueprint b, questions_note n, tenants_student s
      WHERE d.blueprint_id = b.id AND b.note_id = n.id AND n.student_id = s.id
        AND s.id = $1 AND s.erased_at IS NOT NULL;
      GET DIAGNOSTICS removed = ROW_COUNT;
      RETURN removed;
    END
    $body$;
  $make$, current_schema());
END
$do$;
"""
DROP = "DROP FUNCTION erase_decisions(bigint)"


class Migration(migrations.Migration):
    dependencies = (
        ("questions", "0005_note_vector"),
        ("tenants", "0008_consent_rights_and_records"),
    )
    operations = (migrations.RunSQL(CREATE, DROP, hints={"place": "academy"}),)
