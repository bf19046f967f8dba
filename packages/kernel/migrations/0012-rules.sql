CREATE TABLE kernel.rule (
  id text COLLATE "C" NOT NULL,
  region text COLLATE "C" NOT NULL,
  -- local dates; the end is exclusive, null while in force
  from_date date NOT NULL,
  to_date date,
  title jsonb NOT NULL,
  value jsonb NOT NULL,
  unit text NOT NULL,
  basis text NOT NULL,
  official boolean NOT NULL,
  -- scenario: comes with the product and is refreshed at boot; manual: a person set it, boot leaves it alone
  origin text NOT NULL CHECK (origin IN ('scenario', 'manual')),
  changed_by text,
  changed_at timestamptz NOT NULL,
  -- false once no scenario declares it any more
  current boolean NOT NULL DEFAULT true,
  PRIMARY KEY (id, region, from_date),
  CHECK (to_date IS NULL OR to_date > from_date)
);
COMMENT ON TABLE kernel.rule IS 'Numbers from regulations and configurable defaults, dated, with their basis';
