"""Schemas prepared before they are asked for, rollouts with a result for each academy, and the proof of an erasure.

The functions let the platform's role open an academy without the owner's log-in.
"""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

# Opens an academy in a prepared schema: the given one, or the oldest of this template. NULL when there is none, or
# when the template is not the newest: what an older release prepared would lack what the others have.
# The row of a number that exists is taken only where it was announced and has no schema yet.
OPEN = r"""
CREATE FUNCTION public.academy_open(
  number bigint, slug text, name text, database text, operates boolean, schema text, template text, release text
) RETURNS bigint
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path TO pg_catalog, pg_temp AS $$
DECLARE
  taken public.tenants_preparedschema%ROWTYPE;
  opened bigint;
BEGIN
  IF $7 IS DISTINCT FROM (
    SELECT t.migrations_hash FROM public.tenants_schematemplate t ORDER BY t.id DESC LIMIT 1
  ) THEN
    RETURN NULL;
  END IF;
  DELETE FROM public.tenants_preparedschema WHERE id = (
    SELECT p.id FROM public.tenants_preparedschema p
    WHERE p.migrations_hash = $7 AND ($6 IS NULL OR p.schema_name = $6)
    ORDER BY p.id LIMIT 1 FOR UPDATE SKIP LOCKED
  ) RETURNING * INTO taken;
  IF NOT FOUND THEN
    RETURN NULL;
  END IF;
  INSERT INTO public.tenants_academy
    (id, schema_name, slug, name, state, database, operates, fingerprint, release, created_at)
  VALUES (
    coalesce($1, nextval(pg_get_serial_sequence('public.tenants_academy', 'id'))),
    taken.schema_name, $2, $3, 'preparing', $4, $5, taken.fingerprint, $8, clock_timestamp()
  )
  ON CONFLICT (id) DO UPDATE SET schema_name = excluded.schema_name, fingerprint = excluded.fingerprint,
    release = excluded.release
  WHERE tenants_academy.state = 'preparing' AND tenants_academy.schema_name LIKE 'announced\_%'
  RETURNING id INTO opened;
  IF opened IS NULL THEN
    RAISE unique_violation USING MESSAGE = 'the academy has a schema already';
  END IF;
  RETURN opened;
END $$
"""

# Keeps a number and an address in the directory for an academy that will live in another database.
ANNOUNCE = """
CREATE FUNCTION public.academy_announce(slug text, name text, database text, operates boolean) RETURNS bigint
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path TO pg_catalog, pg_temp AS $$
  INSERT INTO public.tenants_academy
    (schema_name, slug, name, state, database, operates, fingerprint, release, created_at)
  VALUES (
    'announced_' || gen_random_uuid(), $1, $2, 'preparing', $3, $4, '', '', clock_timestamp()
  ) RETURNING id
$$
"""

# Says in the directory which schema an announced academy has got elsewhere. Once: no row is turned to another schema.
SETTLE = r"""
CREATE FUNCTION public.academy_settle(number bigint, schema text) RETURNS boolean
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path TO pg_catalog, pg_temp AS $$
  WITH settled AS (
    UPDATE public.tenants_academy a SET schema_name = $2
    WHERE a.id = $1 AND a.schema_name LIKE 'announced\_%' AND a.database <> 'default' AND $2 ~ '^a_[0-9a-f]{12}$'
    RETURNING 1
  ) SELECT EXISTS (SELECT FROM settled)
$$
"""

SIGNATURES = {
    "academy_open": "bigint, text, text, text, boolean, text, text, text",
    "academy_announce": "text, text, text, boolean",
    "academy_settle": "bigint, text",
}
FORBID = [f"REVOKE ALL ON FUNCTION public.{name}({types}) FROM PUBLIC" for name, types in SIGNATURES.items()]
ALLOW = [f"GRANT EXECUTE ON FUNCTION public.{name}({types}) TO eduai_platform" for name, types in SIGNATURES.items()]
DROP = [f"DROP FUNCTION public.{name}({types})" for name, types in SIGNATURES.items()]


class Migration(migrations.Migration):
    dependencies = (("tenants", "0006_period_by_one_clock"),)

    operations = (
        migrations.CreateModel(
            name="Erasure",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("academy_number", models.BigIntegerField(verbose_name="academy number")),
                ("schema_name", models.CharField(max_length=63, verbose_name="schema")),
                ("closed_at", models.DateTimeField(null=True, verbose_name="closed")),
                (
                    "erased_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), verbose_name="erased"),
                ),
                ("rows", models.JSONField(verbose_name="rows by table")),
                (
                    "last_audit_hash",
                    models.CharField(blank=True, max_length=64, verbose_name="last link of the record"),
                ),
                ("left", models.JSONField(verbose_name="found afterwards")),
            ],
            options={
                "verbose_name": "erasure",
                "verbose_name_plural": "erasures",
            },
        ),
        migrations.CreateModel(
            name="PreparedSchema",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("schema_name", models.CharField(max_length=63, unique=True)),
                ("migrations_hash", models.CharField(max_length=64)),
                ("fingerprint", models.CharField(max_length=64)),
                ("created_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
        ),
        migrations.CreateModel(
            name="Rollout",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("release", models.CharField(max_length=64, verbose_name="release")),
                ("behind", models.PositiveIntegerField(verbose_name="behind at the start")),
                (
                    "started_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), verbose_name="started"),
                ),
                ("finished_at", models.DateTimeField(null=True, verbose_name="finished")),
            ],
            options={
                "verbose_name": "rollout",
                "verbose_name_plural": "rollouts",
            },
        ),
        migrations.AddField(
            model_name="academy",
            name="closed_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="closed"),
        ),
        migrations.AddField(
            model_name="academy",
            name="erase_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="to be erased"),
        ),
        migrations.AddField(
            model_name="academy",
            name="operates",
            field=models.BooleanField(db_default=False, verbose_name="operators' academy"),
        ),
        migrations.AddField(
            model_name="academy",
            name="release",
            field=models.CharField(blank=True, db_default="", max_length=64, verbose_name="release"),
        ),
        migrations.CreateModel(
            name="RolloutResult",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("error", models.TextField(blank=True, db_default="", verbose_name="error")),
                ("milliseconds", models.PositiveIntegerField(verbose_name="milliseconds")),
                (
                    "finished_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), verbose_name="finished"),
                ),
                (
                    "academy",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="tenants.academy",
                    ),
                ),
                (
                    "rollout",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="results", to="tenants.rollout"
                    ),
                ),
            ],
            options={
                "verbose_name": "rollout result",
                "verbose_name_plural": "rollout results",
            },
        ),
        migrations.AlterField(
            model_name="user",
            name="role",
            field=models.CharField(
                choices=[
                    ("director", "Director"),
                    ("teacher", "Teacher"),
                    ("assistant", "Assistant"),
                    ("student", "Student"),
                    ("guardian", "Guardian"),
                    ("operator", "Operator"),
                ],
                default="student",
                max_length=12,
                verbose_name="role",
            ),
        ),
        migrations.RunSQL([OPEN, ANNOUNCE, SETTLE, *FORBID, *ALLOW], DROP, hints={"place": "public"}),
    )
