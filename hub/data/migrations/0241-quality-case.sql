CREATE TABLE data.quality_case (
  resource uuid PRIMARY KEY,
  case_id text NOT NULL,
  case_no text NOT NULL,
  state text NOT NULL CHECK (state IN ('open', 'closed')),
  at timestamptz NOT NULL
);
COMMENT ON TABLE data.quality_case IS 'Newest case about putting the quality of a resource right, as whoever opened it tells';
