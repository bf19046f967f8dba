CREATE SCHEMA IF NOT EXISTS held;
COMMENT ON SCHEMA held IS 'Rows held by the hub: one table r_<no> per resource of kind table, made from its published fields';
