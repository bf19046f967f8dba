import { type Connection, run } from '../executor.ts'

export interface Person {
  name: string
  phone: string
}

export const insertPerson = async (connection: Connection, district: string, caseId: string, person: Person): Promise<void> => {
  await run(
    connection,
    { name: 'person-insert', text: 'INSERT INTO business.case_person (district, case_id, name, phone) VALUES ($1, $2, $3, $4)' },
    [district, caseId, person.name, person.phone],
  )
}

export const findPerson = async (connection: Connection, district: string, caseId: string): Promise<Person | undefined> =>
  (
    await run<Person>(
      connection,
      { name: 'person-find', text: 'SELECT name, phone FROM business.case_person WHERE district = $1 AND case_id = $2' },
      [district, caseId],
    )
  )[0]
