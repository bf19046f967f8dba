CREATE TABLE data.subscriber (
  tenant text NOT NULL,
  subscription text NOT NULL,
  -- account with the roles held when it subscribed
  actor jsonb NOT NULL,
  -- purpose and basis it named
  reason jsonb,
  at timestamptz NOT NULL,
  PRIMARY KEY (subscription, tenant)
);
COMMENT ON TABLE data.subscriber IS 'In whose name a subscription is told of city objects: notifications are decided like any read';
