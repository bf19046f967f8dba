/** Local times of feeds → instants; the functions live in the contract, where screens use them too. */
export { isMissing, isTimeZone, type LocalTime, readTime, zonedInstant } from '@haihe/contract'
