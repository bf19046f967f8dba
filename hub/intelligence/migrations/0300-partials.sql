-- Indicators: their small numbers, and the mergeable partials by region and window.
CREATE SCHEMA IF NOT EXISTS intelligence;

CREATE TABLE intelligence.indicator (
  id smallint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  code text NOT NULL UNIQUE
);
COMMENT ON TABLE intelligence.indicator IS 'Dictionary of indicators: code of the declaration → small integer';

-- win: 0 minute, 1 hour, 2 day, 3 month. slot: writers that run side by side keep apart, readers add up.
CREATE TABLE intelligence.partial (
  district smallint NOT NULL,
  region text COLLATE "C" NOT NULL,
  indicator smallint NOT NULL,
  win smallint NOT NULL,
  at timestamptz NOT NULL,
  slot smallint NOT NULL,
  count double precision NOT NULL,
  sum double precision NOT NULL,
  weight double precision NOT NULL,
  min double precision,
  max double precision,
  last double precision,
  last_at timestamptz,
  sum_moment double precision NOT NULL,
  count_moment double precision NOT NULL,
  marks smallint NOT NULL,
  PRIMARY KEY (district, region, indicator, win, at, slot)
) PARTITION BY LIST (win);
COMMENT ON TABLE intelligence.partial IS 'Mergeable partials of indicators by region and window; a value is read by key, never by scanning history';
COMMENT ON COLUMN intelligence.partial.district IS 'Digits 3 to 6 of the region code (0 for the city itself): distribution key';
COMMENT ON COLUMN intelligence.partial.last_at IS 'Time of the newest input; null when the cell only holds the end of an earlier reading';
COMMENT ON COLUMN intelligence.partial.marks IS 'Provenance of the inputs: 1 local, 2 elsewhere, 4 simulated, added by OR';

CREATE TABLE intelligence.partial_minute PARTITION OF intelligence.partial FOR VALUES IN (0) PARTITION BY RANGE (at);
CREATE TABLE intelligence.partial_minute_rest PARTITION OF intelligence.partial_minute DEFAULT WITH (fillfactor = 70);
CREATE TABLE intelligence.partial_hour PARTITION OF intelligence.partial FOR VALUES IN (1) WITH (fillfactor = 60);
CREATE TABLE intelligence.partial_day PARTITION OF intelligence.partial FOR VALUES IN (2) WITH (fillfactor = 50);
CREATE TABLE intelligence.partial_month PARTITION OF intelligence.partial FOR VALUES IN (3) WITH (fillfactor = 50);

-- Minutes of a month in one partition, so that what is no longer kept is dropped and not deleted.
CREATE FUNCTION intelligence.ensure_months(first timestamptz, months integer) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  start timestamptz;
  name text;
BEGIN
  PERFORM pg_advisory_xact_lock(4716810);
  FOR i IN 0..months - 1 LOOP
    start := (date_trunc('month', first AT TIME ZONE 'UTC') + make_interval(months => i)) AT TIME ZONE 'UTC';
    name := 'partial_minute_' || to_char(start AT TIME ZONE 'UTC', 'YYYYMM');
    -- Rows that came early lie in the rest partition: that month stays there.
    IF to_regclass('intelligence.' || name) IS NULL
      AND NOT EXISTS (SELECT FROM intelligence.partial_minute_rest WHERE at >= start AND at < start + interval '31 days 12 hours')
    THEN
      EXECUTE format('CREATE TABLE intelligence.%I PARTITION OF intelligence.partial_minute FOR VALUES FROM (%L) TO (%L) WITH (fillfactor = 70)',
        name, start, (start AT TIME ZONE 'UTC' + interval '1 month') AT TIME ZONE 'UTC');
    END IF;
  END LOOP;
END $$;

-- A transaction holds a slot of its own until it ends: two writers never touch the same row, so that neither waits for
-- the other's commit on the rows of the city and no order of locking can deadlock. With every slot taken it waits for one.
CREATE FUNCTION intelligence.take_slot() RETURNS smallint LANGUAGE plpgsql AS $$
BEGIN
  FOR slot IN 0..15 LOOP
    IF pg_try_advisory_xact_lock(4716811, slot) THEN RETURN slot; END IF;
  END LOOP;
  PERFORM pg_advisory_xact_lock(4716811, 15);
  RETURN 15;
END $$;
