-- The data authority proposes, the owner of each resource confirms: until then a part has no grant.
ALTER TABLE data.return_package DROP CONSTRAINT return_package_state_check;
ALTER TABLE data.return_package ADD CONSTRAINT return_package_state_check CHECK (state IN ('proposed', 'active', 'ended'));
ALTER TABLE data.return_part ALTER COLUMN grant_id DROP NOT NULL;
ALTER TABLE data.return_part
  ADD COLUMN state text NOT NULL DEFAULT 'confirmed' CHECK (state IN ('proposed', 'confirmed', 'declined')),
  ADD COLUMN clear text[] NOT NULL DEFAULT '{}',
  ADD COLUMN decided_by text,
  ADD COLUMN decided_at timestamptz,
  ADD COLUMN reason text,
  ADD CONSTRAINT return_part_granted CHECK ((state = 'confirmed') = (grant_id IS NOT NULL));
COMMENT ON COLUMN data.return_part.clear IS 'Fields shown whole, as proposed; the grant says what was confirmed';
