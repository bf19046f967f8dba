-- An action changes where a case stands, not what it is about. Kept apart, an action rewrites one narrow row with a few
-- small indexes (most of them over open cases only), and the large indexes of the history are never touched by it.
CREATE TABLE business.case_state (
  district text NOT NULL,
  id uuid NOT NULL,
  street text NOT NULL,
  state text NOT NULL,
  open boolean NOT NULL,
  unit text,
  -- whose turn it is; null when nobody's
  holder text,
  queue text,
  assignee text,
  overdue boolean NOT NULL,
  supervised boolean NOT NULL,
  -- involved units whose own region does not hold the case: their scope alone would not show it
  outside text[] NOT NULL,
  -- infinity while no clock runs
  due_at timestamptz NOT NULL,
  -- when the clocks next need looking at
  timer_at timestamptz,
  updated_at timestamptz NOT NULL,
  closed_at timestamptz,
  seq int NOT NULL,
  -- read and written whole, never searched
  fold json NOT NULL,
  PRIMARY KEY (district, id)
) WITH (fillfactor = 70, toast_tuple_target = 4080);
COMMENT ON TABLE business.case_state IS 'Where each case stands: the fold of its log, and what queues are found by; what it is about is in business.case_file';

INSERT INTO business.case_state (district, id, street, state, open, unit, holder, queue, assignee, overdue, supervised,
  outside, due_at, timer_at, updated_at, closed_at, seq, fold)
SELECT district, id, street, state, open, unit, holder, queue, assignee, overdue, supervised,
  outside, due_at, timer_at, updated_at, closed_at, seq, fold::json
FROM business.case_file;

DROP INDEX business.case_file_near;
ALTER TABLE business.case_file
  DROP COLUMN state, DROP COLUMN open, DROP COLUMN unit, DROP COLUMN holder, DROP COLUMN queue, DROP COLUMN assignee,
  DROP COLUMN overdue, DROP COLUMN supervised, DROP COLUMN outside, DROP COLUMN due_at, DROP COLUMN timer_at,
  DROP COLUMN updated_at, DROP COLUMN closed_at, DROP COLUMN seq, DROP COLUMN fold;
COMMENT ON TABLE business.case_file IS 'What each case is about: place, category, words, source; where it stands is in business.case_state';

CREATE INDEX case_file_near ON business.case_file (category, lat) WHERE lat IS NOT NULL;

CREATE INDEX case_state_open ON business.case_state (due_at, id) WHERE open;
CREATE INDEX case_state_district ON business.case_state (district, due_at, id) WHERE open;
CREATE INDEX case_state_holder ON business.case_state (holder, due_at, id) WHERE open AND holder IS NOT NULL;
CREATE INDEX case_state_assignee ON business.case_state (assignee) WHERE open AND assignee IS NOT NULL;
CREATE INDEX case_state_timer ON business.case_state (timer_at) WHERE timer_at IS NOT NULL;
CREATE INDEX case_state_outside ON business.case_state USING gin (outside) WHERE outside <> '{}';
CREATE INDEX case_state_closed ON business.case_state (closed_at DESC, id DESC) WHERE closed_at IS NOT NULL;

-- Ends the transaction when a case was no longer where the action started from: its statements travel together, so the
-- refusal must come from the database itself.
CREATE FUNCTION business.must_write(written bigint) RETURNS int LANGUAGE plpgsql AS $$
BEGIN
  IF written <> 1 THEN
    RAISE EXCEPTION 'the case has changed in the meantime' USING ERRCODE = 'HC001';
  END IF;
  RETURN 1;
END
$$;
