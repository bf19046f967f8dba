-- What stands behind the numbers of a closed period is asked for by the time of closing.
CREATE INDEX case_file_closed ON business.case_file (closed_at DESC, id DESC) WHERE closed_at IS NOT NULL;
