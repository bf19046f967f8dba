/** The words of a read as plain lists, for who only tells them apart: no schema comes along. */

/** What a read is for; it decides with grant and field what is shown, and stands in every record of a read. */
export const PURPOSES = [
  'public-service',
  'governance',
  'emergency',
  'supervision',
  'statistics',
  'return-flow',
  'quality',
  'own-data',
] as const

export const READ_WAYS = ['api', 'event', 'export', 'screen', 'table'] as const
