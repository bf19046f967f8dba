-- One index per path that a list runs along, with what it is filtered by inside it: a page and its count are read from the
-- index alone, and whole rows for the page only.

-- the history, of which nothing changes
DROP INDEX business.case_file_district;
DROP INDEX business.case_file_street;
CREATE INDEX case_file_district ON business.case_file (district, reported_at DESC, id DESC) INCLUDE (category, type, urgency, source);
CREATE INDEX case_file_street ON business.case_file (street, reported_at DESC, id DESC) INCLUDE (district, category, type, urgency, source);
CREATE INDEX case_file_place_category ON business.case_file (district, category text_pattern_ops, reported_at DESC, id DESC);

-- closed cases: a case comes here once
CREATE INDEX case_state_ended ON business.case_state (district, reported_at DESC, id DESC) INCLUDE (category, type, urgency, source) WHERE NOT open;
CREATE INDEX case_state_ended_street ON business.case_state (street, reported_at DESC, id DESC) INCLUDE (district, category, type, urgency, source) WHERE NOT open;
CREATE INDEX case_state_ended_newest ON business.case_state (reported_at DESC, id DESC) WHERE NOT open;

-- open cases: every action writes all indexes of its row, so only short queues are ordered by deadline
DROP INDEX business.case_state_open;
DROP INDEX business.case_state_district;
DROP INDEX business.case_state_street;
DROP INDEX business.case_state_overdue;
DROP INDEX business.case_state_supervised;
CREATE INDEX case_state_street ON business.case_state (street, reported_at DESC, id DESC) WHERE open;
CREATE INDEX case_state_queue ON business.case_state (queue, due_at, id) INCLUDE (district) WHERE open AND queue IS NOT NULL;
CREATE INDEX case_state_queue_district ON business.case_state (district, queue, due_at, id) WHERE open AND queue IS NOT NULL;
CREATE INDEX case_state_queue_street ON business.case_state (street, queue, due_at, id) INCLUDE (district) WHERE open AND queue IS NOT NULL;
CREATE INDEX case_state_overdue ON business.case_state (due_at, id) INCLUDE (district) WHERE open AND overdue;
CREATE INDEX case_state_overdue_district ON business.case_state (district, due_at, id) WHERE open AND overdue;
CREATE INDEX case_state_overdue_street ON business.case_state (street, due_at, id) INCLUDE (district) WHERE open AND overdue;
CREATE INDEX case_state_supervised ON business.case_state (due_at, id) INCLUDE (district) WHERE open AND supervised;
CREATE INDEX case_state_supervised_district ON business.case_state (district, due_at, id) WHERE open AND supervised;
CREATE INDEX case_state_supervised_street ON business.case_state (street, due_at, id) INCLUDE (district) WHERE open AND supervised;
