CREATE TABLE business.rate_day (
  district text NOT NULL,
  day date NOT NULL,
  region text NOT NULL,
  -- '' while no unit is responsible
  unit text NOT NULL,
  type text NOT NULL,
  category text NOT NULL,
  reported int NOT NULL DEFAULT 0,
  registered int NOT NULL DEFAULT 0,
  rejected int NOT NULL DEFAULT 0,
  dispatched int NOT NULL DEFAULT 0,
  closed int NOT NULL DEFAULT 0,
  handled int NOT NULL DEFAULT 0,
  handled_on_time int NOT NULL DEFAULT 0,
  closed_on_time int NOT NULL DEFAULT 0,
  overdue int NOT NULL DEFAULT 0,
  suspended int NOT NULL DEFAULT 0,
  returned int NOT NULL DEFAULT 0,
  reworked int NOT NULL DEFAULT 0,
  right_first int NOT NULL DEFAULT 0,
  visitable int NOT NULL DEFAULT 0,
  responded int NOT NULL DEFAULT 0,
  visited int NOT NULL DEFAULT 0,
  resolved int NOT NULL DEFAULT 0,
  partly int NOT NULL DEFAULT 0,
  satisfied1 int NOT NULL DEFAULT 0,
  satisfied2 int NOT NULL DEFAULT 0,
  satisfied3 int NOT NULL DEFAULT 0,
  satisfied4 int NOT NULL DEFAULT 0,
  satisfied5 int NOT NULL DEFAULT 0,
  PRIMARY KEY (district, day, region, unit, type, category)
) WITH (fillfactor = 70);
COMMENT ON TABLE business.rate_day IS 'What became of the cases dispatched on a day (reported, registered, rejected: reported on that day), maintained in the transaction of each action';
CREATE INDEX rate_day_day ON business.rate_day (day, region);

CREATE TABLE business.queue_count (
  district text NOT NULL,
  street text NOT NULL,
  -- unit whose turn it is; '' when nobody''s
  holder text NOT NULL,
  queue text NOT NULL,
  n int NOT NULL,
  PRIMARY KEY (district, street, holder, queue)
) WITH (fillfactor = 50);
COMMENT ON TABLE business.queue_count IS 'Open cases by street, unit whose turn it is and queue, maintained in the transaction of each action';
CREATE INDEX queue_count_holder ON business.queue_count (holder, queue);
