"""A reservation's day is the database's own, as its closing has always read it.

With the worker's day a call around midnight could be held in one period and given back in another, and a worker whose
clock was behind could begin yesterday's period again. The function that takes a day stays for workers of the previous
release while they end.
"""

from django.db import migrations

RESERVE = """
CREATE FUNCTION usage_reserve(
  request text, job uuid, fence bigint, task text, backend text, model text, tokens integer, amount numeric,
  zone text
) RETURNS text
LANGUAGE plpgsql AS $$
DECLARE
  refused text;
  moment timestamptz;
  day date;
BEGIN
  PERFORM 1 FROM tenants_budget b WHERE b.task IN ('', $4) ORDER BY b.id FOR UPDATE;
  -- Read with the budgets locked: of two reservations the later one never has the earlier moment.
  moment := clock_timestamp();
  day := (moment AT TIME ZONE $9)::date;
  SELECT concat_ws(':', b.period, b.task) INTO refused FROM tenants_budget b
  WHERE b.task IN ('', $4) AND b.limit_krw < $8 +
    CASE WHEN b.started = date_trunc(b.period, day)::date THEN b.held_krw + b.spent_krw ELSE 0 END
  ORDER BY b.id LIMIT 1;
  IF FOUND THEN
    RETURN refused;
  END IF;
  UPDATE tenants_budget b
  SET held_krw = $8 + CASE WHEN b.started = date_trunc(b.period, day)::date THEN b.held_krw ELSE 0 END,
      spent_krw = CASE WHEN b.started = date_trunc(b.period, day)::date THEN b.spent_krw ELSE 0 END,
      started = date_trunc(b.period, day)::date
  WHERE b.task IN ('', $4);
  INSERT INTO tenants_usagerow (request_id, job, fence, task, backend, model, state, code, reserved_tokens,
    prompt_tokens, completion_tokens, reserved_krw, cost_krw, reserved_at)
  VALUES ($1, $2, $3, $4, $5, $6, 'reserved', '', $7, 0, 0, $8, 0, moment);
  RETURN NULL;
END $$
"""

DROP = "DROP FUNCTION usage_reserve(text, uuid, bigint, text, text, text, integer, numeric, text)"


class Migration(migrations.Migration):
    dependencies = (("tenants", "0005_usage_functions"),)
    operations = (migrations.RunSQL([RESERVE], DROP, hints={"place": "academy"}),)
