/**
 * Numbers of advisory locks, one for each thing that is locked: two things under one number would wait for each other.
 * 4716811 is taken by migration 0300 of the indicators.
 */
export const LOCKS = {
  migrations: 4716800,
  testTemplate: 4716801,
  cityFiles: 4716810,
  rules: 4716812,
  /** with the number of a resource */
  heldTable: 4716813,
  observationPartitions: 4716814,
  /** with the hash of its id */
  replica: 4716815,
  /** with the number of a process */
  sender: 4716820,
  auditSealing: 4716821,
  signingKeys: 4716822,
  deliveryUpkeep: 4716823,
  /** with the number of a resource */
  qualityRun: 4716824,
  subscriptionCopies: 4716825,
  /** with the hash of a file */
  attachment: 4716830,
  caseTypes: 4716840,
  routing: 4716841,
} as const
