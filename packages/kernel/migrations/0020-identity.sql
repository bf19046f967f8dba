CREATE SCHEMA IF NOT EXISTS kernel;

CREATE TABLE kernel.account (
  id uuid PRIMARY KEY,
  -- lower case; what the person types
  login text NOT NULL UNIQUE,
  name text NOT NULL,
  kind text NOT NULL CHECK (kind IN ('person', 'machine')),
  phone_sealed bytea,
  -- 138****5678, all that screens ever show
  phone_mask text,
  -- scrypt with its parameters; null when only an outside provider signs this account in
  password text,
  totp_sealed bytea,
  -- start of the last accepted 30-second step: a code works once
  totp_used bigint NOT NULL DEFAULT 0,
  -- HMAC of each unused recovery code
  recovery text[] NOT NULL DEFAULT '{}',
  -- issuer and subject at an outside provider
  outside_subject text UNIQUE,
  demo boolean NOT NULL DEFAULT false,
  created_at timestamptz NOT NULL,
  disabled_at timestamptz
);
COMMENT ON TABLE kernel.account IS 'People and machines that can sign in';

CREATE TABLE kernel.account_grant (
  account uuid NOT NULL REFERENCES kernel.account (id) ON DELETE CASCADE,
  role text NOT NULL,
  unit text,
  region text NOT NULL,
  UNIQUE NULLS NOT DISTINCT (account, role, unit, region)
);
COMMENT ON TABLE kernel.account_grant IS 'Roles of an account, each within a unit and a region';
CREATE INDEX account_grant_region ON kernel.account_grant (region text_pattern_ops);

CREATE TABLE kernel.session (
  -- SHA-256 of the cookie: a copy of the table opens nothing
  id bytea PRIMARY KEY,
  account uuid NOT NULL REFERENCES kernel.account (id) ON DELETE CASCADE,
  assurance int NOT NULL,
  created_at timestamptz NOT NULL,
  seen_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  -- however busy, a session ends here
  ends_at timestamptz NOT NULL
);
COMMENT ON TABLE kernel.session IS 'Signed-in browsers';
CREATE INDEX session_account ON kernel.session (account);
CREATE INDEX session_expiry ON kernel.session (expires_at);

CREATE TABLE kernel.machine_token (
  id uuid PRIMARY KEY,
  -- SHA-256 of a token of 256 random bits
  hash bytea NOT NULL UNIQUE,
  name text NOT NULL,
  source text,
  unit text,
  region text NOT NULL,
  roles text[] NOT NULL,
  created_by text NOT NULL,
  created_at timestamptz NOT NULL,
  expires_at timestamptz,
  revoked_at timestamptz
);
COMMENT ON TABLE kernel.machine_token IS 'Bearer tokens of machines, shown once, bound to a region and perhaps a source';

CREATE TABLE kernel.device_credential (
  id uuid PRIMARY KEY,
  source text NOT NULL,
  hash bytea NOT NULL,
  region text NOT NULL,
  created_by text NOT NULL,
  created_at timestamptz NOT NULL,
  revoked_at timestamptz
);
COMMENT ON TABLE kernel.device_credential IS 'MQTT passwords; the user name is the source id';
CREATE INDEX device_credential_source ON kernel.device_credential (source) WHERE revoked_at IS NULL;

CREATE TABLE kernel.signin_throttle (
  -- address:…, or a keyed hash of a login or account (a password typed into the wrong field must not end up here)
  key text PRIMARY KEY,
  failures int NOT NULL,
  last_at timestamptz NOT NULL,
  blocked_until timestamptz
);
COMMENT ON TABLE kernel.signin_throttle IS 'Failed sign-ins by login and by address; the delay doubles with each';

CREATE TABLE kernel.signin_step (
  interaction text PRIMARY KEY,
  account uuid NOT NULL REFERENCES kernel.account (id) ON DELETE CASCADE,
  -- the secret offered to an account that enrols now
  enrol_sealed bytea,
  expires_at timestamptz NOT NULL
);
COMMENT ON TABLE kernel.signin_step IS 'Password was right, second factor is still to come';

CREATE TABLE kernel.oidc_payload (
  model text NOT NULL,
  -- SHA-256 of the identifier, which for tokens and sessions is the secret itself
  id bytea NOT NULL,
  payload bytea NOT NULL,
  account text,
  grant_id bytea,
  uid bytea,
  consumed_at timestamptz,
  expires_at timestamptz,
  PRIMARY KEY (model, id)
);
COMMENT ON TABLE kernel.oidc_payload IS 'State of the OpenID provider, sealed with the hub''s secret';
CREATE INDEX oidc_payload_account ON kernel.oidc_payload (account) WHERE account IS NOT NULL;
CREATE INDEX oidc_payload_grant ON kernel.oidc_payload (grant_id) WHERE grant_id IS NOT NULL;
CREATE INDEX oidc_payload_uid ON kernel.oidc_payload (uid) WHERE uid IS NOT NULL;
CREATE INDEX oidc_payload_expiry ON kernel.oidc_payload (expires_at);

CREATE TABLE kernel.oidc_key (
  kid text PRIMARY KEY,
  jwk_sealed bytea NOT NULL,
  created_at timestamptz NOT NULL
);
COMMENT ON TABLE kernel.oidc_key IS 'Signing keys of the OpenID provider, made at the first start';

CREATE TABLE kernel.oidc_client (
  client_id text PRIMARY KEY,
  name text NOT NULL,
  secret_sealed bytea NOT NULL,
  redirect_uris text[] NOT NULL DEFAULT '{}',
  -- what a machine that signs in with client_credentials may do; empty: the client only signs people in
  roles text[] NOT NULL DEFAULT '{}',
  unit text,
  region text NOT NULL,
  source text,
  created_at timestamptz NOT NULL,
  disabled_at timestamptz
);
COMMENT ON TABLE kernel.oidc_client IS 'Applications outside the hub that use its sign-in';
