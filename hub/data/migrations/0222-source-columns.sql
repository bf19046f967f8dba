-- what a table or file looked like when its mapping was last kept, and which columns it has got since
ALTER TABLE exchange.connector ADD COLUMN source_columns text[];
ALTER TABLE exchange.connector ADD COLUMN new_columns text[] NOT NULL DEFAULT '{}';
COMMENT ON COLUMN exchange.connector.source_columns IS 'Columns of the source at the first run since the connector was last changed; null before it';
COMMENT ON COLUMN exchange.connector.new_columns IS 'Columns that the source has got since: nobody has decided yet whether they are wanted';
