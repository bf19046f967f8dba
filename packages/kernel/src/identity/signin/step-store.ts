import { type Db, firstRow, sql } from '../../db.ts'

export interface Step {
  account: string
  enrolSealed: Buffer | null
}

export const saveStep = async (db: Db, interaction: string, step: Step, expiresAt: Date): Promise<void> => {
  await sql`INSERT INTO kernel.signin_step (interaction, account, enrol_sealed, expires_at)
    VALUES (${interaction}, ${step.account}, ${step.enrolSealed}, ${expiresAt})
    ON CONFLICT (interaction) DO UPDATE SET account = excluded.account, enrol_sealed = excluded.enrol_sealed, expires_at = excluded.expires_at`.execute(
    db,
  )
}

export const findStep = (db: Db, interaction: string, now: Date) =>
  firstRow(
    db,
    sql<Step>`SELECT account, enrol_sealed AS "enrolSealed" FROM kernel.signin_step
      WHERE interaction = ${interaction} AND expires_at > ${now}`,
  )

/** False when another request finished the same step first. */
export const takeStep = async (db: Db, interaction: string): Promise<boolean> =>
  (await firstRow(
    db,
    sql<{ interaction: string }>`DELETE FROM kernel.signin_step WHERE interaction = ${interaction} RETURNING interaction`,
  )) !== undefined

export const dropExpiredSteps = async (db: Db, now: Date): Promise<void> => {
  await sql`DELETE FROM kernel.signin_step WHERE expires_at <= ${now}`.execute(db)
}
