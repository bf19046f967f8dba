ALTER TABLE kernel.machine_token ADD COLUMN units text[];
COMMENT ON COLUMN kernel.machine_token.units IS 'A machine that acts for many units (a bridge to another system): each role holds in each of them';
