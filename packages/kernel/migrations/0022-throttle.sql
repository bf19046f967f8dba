-- Failures fade with time, by fractions: an address shared by a whole mobile network must not fill up for good.
ALTER TABLE kernel.signin_throttle ALTER COLUMN failures TYPE double precision;
