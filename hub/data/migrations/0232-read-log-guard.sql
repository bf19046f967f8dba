CREATE OR REPLACE FUNCTION data.keep_reads() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND TG_TABLE_NAME LIKE 'read_log%' THEN
    IF NEW.rows >= OLD.rows AND to_jsonb(NEW) - 'rows' = to_jsonb(OLD) - 'rows' THEN
      RETURN NEW;
    END IF;
  END IF;
  RAISE EXCEPTION 'records of reads are append-only';
END $$;
