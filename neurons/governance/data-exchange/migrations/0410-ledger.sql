CREATE SCHEMA ledger;

CREATE TABLE ledger.resource (
  resource uuid PRIMARY KEY,
  region text NOT NULL,
  owner text NOT NULL,
  catalogued boolean NOT NULL,
  -- rows have come in, or its owner declared the service
  connected boolean NOT NULL,
  -- it has a fixed update cycle
  timed boolean NOT NULL,
  overdue boolean NOT NULL,
  at timestamptz NOT NULL
);
COMMENT ON TABLE ledger.resource IS 'What the rates of the ledger say of each resource; a change adds its difference to them, so that no event counts twice';
CREATE INDEX resource_owner ON ledger.resource (owner);

CREATE TABLE ledger.return_flow (
  grant_id uuid PRIMARY KEY,
  region text NOT NULL,
  fields int NOT NULL,
  until timestamptz NOT NULL,
  at timestamptz NOT NULL
);
COMMENT ON TABLE ledger.return_flow IS 'Return-flow grants in force, with the number of fields that flow back to the region';
CREATE INDEX return_flow_until ON ledger.return_flow (until);
