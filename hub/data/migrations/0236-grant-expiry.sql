ALTER TABLE data.data_grant
  -- first granted: a renewal goes on where the grant before it ended
  ADD COLUMN since_at timestamptz,
  ADD COLUMN renews uuid,
  ADD COLUMN root uuid,
  -- its end was told ahead, and when it came
  ADD COLUMN warned_at timestamptz,
  ADD COLUMN ended_at timestamptz;
COMMENT ON COLUMN data.data_grant.renews IS 'The grant that this one goes on from, on the same terms';
COMMENT ON COLUMN data.data_grant.root IS 'The first grant of a line of renewals';
CREATE INDEX data_grant_ending ON data.data_grant (until_at) WHERE revoked_at IS NULL AND ended_at IS NULL;
CREATE INDEX data_grant_renews ON data.data_grant (renews) WHERE renews IS NOT NULL;
