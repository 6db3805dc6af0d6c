"""Reserving and closing a model call, each in one round trip: the usage row and every budget over it together.

A reservation locks the budgets that cover its task, in one order, and is refused as a whole where one of them has no
room left; so calls at the same time cannot overspend. A call that ends after its period was over moves no counter of
the next one.
"""

from django.db import migrations

RESERVE = """
CREATE FUNCTION usage_reserve(
  request text, job uuid, fence bigint, task text, backend text, model text, tokens integer, amount numeric,
  day date
) RETURNS text
LANGUAGE plpgsql AS $$
DECLARE
  refused text;
BEGIN
  PERFORM 1 FROM tenants_budget b WHERE b.task IN ('', $4) ORDER BY b.id FOR UPDATE;
  IF FOUND THEN
    SELECT concat_ws(':', b.period, b.task) INTO refused FROM tenants_budget b
    WHERE b.task IN ('', $4) AND b.limit_krw < $8 +
      CASE WHEN b.started = date_trunc(b.period, $9)::date THEN b.held_krw + b.spent_krw ELSE 0 END
    ORDER BY b.id LIMIT 1;
    IF FOUND THEN
      RETURN refused;
    END IF;
    UPDATE tenants_budget b
    SET held_krw = $8 + CASE WHEN b.started = date_trunc(b.period, $9)::date THEN b.held_krw ELSE 0 END,
        spent_krw = CASE WHEN b.started = date_trunc(b.period, $9)::date THEN b.spent_krw ELSE 0 END,
        started = date_trunc(b.period, $9)::date
    WHERE b.task IN ('', $4);
  END IF;
  INSERT INTO tenants_usagerow (request_id, job, fence, task, backend, model, state, code, reserved_tokens,
    prompt_tokens, completion_tokens, reserved_krw, cost_krw, reserved_at)
  VALUES ($1, $2, $3, $4, $5, $6, 'reserved', '', $7, 0, 0, $8, 0, clock_timestamp());
  RETURN NULL;
END $$
"""

CLOSE = """
CREATE FUNCTION usage_close(
  request text, outcome text, code text, prompt_tokens integer, completion_tokens integer,
  gpu_seconds double precision, milliseconds double precision, cost numeric, dollars numeric, zone text
) RETURNS boolean
LANGUAGE plpgsql AS $$
DECLARE
  done record;
BEGIN
  UPDATE tenants_usagerow u
  SET state = $2, code = $3, prompt_tokens = $4, completion_tokens = $5, gpu_seconds = $6, milliseconds = $7,
      cost_krw = coalesce($8, u.reserved_krw), cost_usd = $9, settled_at = clock_timestamp()
  WHERE u.request_id = $1 AND u.state = 'reserved'
  RETURNING u.task, u.reserved_krw, u.cost_krw, (u.reserved_at AT TIME ZONE $10)::date AS day INTO done;
  IF NOT FOUND THEN
    RETURN false;
  END IF;
  UPDATE tenants_budget b
  SET held_krw = b.held_krw - done.reserved_krw, spent_krw = b.spent_krw + done.cost_krw
  WHERE b.task IN ('', done.task) AND b.started = date_trunc(b.period, done.day)::date;
  RETURN true;
END $$
"""

DROP = [
    "DROP FUNCTION usage_reserve(text, uuid, bigint, text, text, text, integer, numeric, date)",
    "DROP FUNCTION usage_close(text, text, text, integer, integer, double precision, double precision, numeric, "
    "numeric, text)",
]


class Migration(migrations.Migration):
    dependencies = (("tenants", "0004_budgets_and_routes"),)
    operations = (migrations.RunSQL([RESERVE, CLOSE], DROP, hints={"place": "academy"}),)
