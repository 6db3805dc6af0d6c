-- The roles that every academy shares. They belong to the server, not to one database, and two databases may be
-- prepared at once: a role that appeared meanwhile is as good as one made here.
DO $$
DECLARE wanted text;
BEGIN
  FOREACH wanted IN ARRAY ARRAY['eduai_platform', 'eduai_nobody', 'eduai_dispatcher', 'eduai_academy'] LOOP
    IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = wanted) THEN
      BEGIN
        EXECUTE format('CREATE ROLE %I NOLOGIN NOINHERIT', wanted);
      EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
      END;
    END IF;
  END LOOP;
END $$;
