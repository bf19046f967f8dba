-- Interfaces run by bureaus that the hub calls for whoever may read their answers.
CREATE TABLE data.service (
  resource uuid PRIMARY KEY,
  settings jsonb NOT NULL,
  -- headers with their secrets, sealed with the hub's own secret
  sealed bytea,
  secret_names text[] NOT NULL,
  enabled boolean NOT NULL,
  version integer NOT NULL,
  changed_by text NOT NULL,
  changed_at timestamptz NOT NULL
);
COMMENT ON TABLE data.service IS 'How a resource of kind service is called: address, parameters, members of its answer';

CREATE TABLE data.service_day (
  resource uuid NOT NULL,
  -- the city's day
  day date NOT NULL,
  calls bigint NOT NULL,
  failed bigint NOT NULL,
  milliseconds bigint NOT NULL,
  slowest integer NOT NULL,
  PRIMARY KEY (resource, day)
);
COMMENT ON TABLE data.service_day IS 'Calls of a service through the hub: how many, how many failed, how long they took';
