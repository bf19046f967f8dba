-- A change of which the policy tells a subscriber nothing is not sent, and the proof says so.
DO $$
DECLARE one text;
BEGIN
  FOR one IN SELECT conname FROM pg_constraint WHERE conrelid = 'data.delivery'::regclass AND contype = 'c'
    AND pg_get_constraintdef(oid) LIKE '%superseded%'
  LOOP
    EXECUTE format('ALTER TABLE data.delivery DROP CONSTRAINT %I', one);
  END LOOP;
END $$;
ALTER TABLE data.delivery ADD CONSTRAINT delivery_states CHECK (state IN ('delivered', 'dead', 'superseded', 'withheld'));
COMMENT ON COLUMN data.delivery.state IS 'delivered; dead (given up, can be retried); superseded (a newer state of the same object went out in its place); withheld (the policy tells the subscriber nothing of the object)';
