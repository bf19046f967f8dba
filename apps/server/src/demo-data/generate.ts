/** The generated city in small: the same people and enterprises in every bureau's tables. */

import { cellText, csvLine } from '@haihe/contract'
import type { DemoResource } from './describe.ts'
import { createDice } from './dice.ts'
import { makeEnterprises } from './enterprises.ts'
import { demoCitizen, makePeople, type Person } from './people.ts'
import type { Place } from './places.ts'
import { cityResources } from './resources/city.ts'
import { residentResources } from './resources/residents.ts'

const SEED = 20_261_120
const PEOPLE = 2400
const ENTERPRISES = 500
/** 劝业场街道: where the demonstration's people work. */
export const DEMO_STREET = '120101001'

interface DemoCity {
  citizen: Person
  resources: DemoResource[]
}

/** Planted: identity numbers with a wrong check digit, which the exchange rejects with the reason. */
const withFaults = (resource: DemoResource, every: number): DemoResource => ({
  ...resource,
  rows: resource.rows.map((row, index) =>
    index > 0 && index % every === 0 && typeof row.sfzh === 'string'
      ? { ...row, sfzh: row.sfzh.slice(0, 17) + (row.sfzh.endsWith('1') ? '2' : '1') }
      : row,
  ),
})

export const generateCity = (places: readonly Place[], most = PEOPLE): DemoCity => {
  const dice = createDice(SEED)
  const home = places.find(({ code }) => code === DEMO_STREET) ?? places[0]
  if (!home) throw new Error('the demonstration needs streets to live in')
  const citizen = demoCitizen(home)
  const people = [citizen, ...makePeople(dice, places, most)]
  const enterprises = makeEnterprises(dice, places, ENTERPRISES)
  const residents = residentResources(dice, people, enterprises)
  return {
    citizen,
    resources: [
      ...residents.map((resource) => (resource.id === 'rentals' ? withFaults(resource, 40) : resource)),
      ...cityResources(dice, { people, enterprises, places }),
    ],
  }
}

/** The file of a resource, with the titles of its fields as the first line: what a bureau would send. */
export const csvOf = ({ draft, rows }: DemoResource): string =>
  [
    csvLine(draft.fields.map(({ title }) => title)),
    ...rows.map((row) => csvLine(draft.fields.map(({ name }) => cellText(row[name])))),
  ].join('')
