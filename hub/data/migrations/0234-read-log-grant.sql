-- when a grant was last used, asked for each grant that is listed
CREATE INDEX read_log_grant ON data.read_log (grant_id, at DESC) WHERE grant_id IS NOT NULL;
