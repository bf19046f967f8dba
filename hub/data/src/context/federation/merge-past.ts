/**
 * One series out of what several sources remember of an attribute (clauses 4.5.5, 5.7.3.4, 5.7.4.4). An instance has its
 * place by dataset and time; where two sources know different things of one place, the one that was modified last is
 * believed, and when nothing tells, always the same one. So it does not matter in which order the sources answered, how
 * often, or over how many hubs.
 */
import type { Instance } from '../model/entity.ts'
import { dateTime } from '../model/json.ts'
import type { Evolution, Evolved, Moment } from '../temporal/evolution.ts'
import { stable } from './digest.ts'
import { mergeHead } from './merge.ts'

const observed = ({ observedAt }: Instance): string => (observedAt ? String(dateTime(observedAt)) : '')

/** What is stored at one time may speak of several times: they are several places. */
const placeOf = ({ at, instance }: Moment): string =>
  `${at}\n${instance.datasetId ?? ''}\n${observed(instance)}\n${instance.deletedAt ? 'deleted' : ''}`

const modified = (moments: readonly Moment[]): number =>
  Math.max(...moments.map(({ instance }) => (instance.modifiedAt ? dateTime(instance.modifiedAt) : Number.NEGATIVE_INFINITY)))

/** What one source says of one place stays together: it may hold several instances of one time itself. */
const believed = (known: Moment[], more: Moment[]): Moment[] => {
  const [a, b] = [modified(known), modified(more)]
  if (a !== b) return b > a ? more : known
  return stable(more) > stable(known) ? more : known
}

type Series = Map<string, Moment[]>

const placesOf = (moments: readonly Moment[]): Series => Map.groupBy(moments, placeOf)

const seriesOf = (places: Series): Moment[] => [...places.values()].flat()

const joined = (known: readonly Moment[], more: readonly Moment[], choose: (a: Moment[], b: Moment[]) => Moment[]): Moment[] => {
  const places = placesOf(known)
  for (const [place, moments] of placesOf(more)) {
    const there = places.get(place)
    places.set(place, there ? choose(there, moments) : moments)
  }
  return seriesOf(places)
}

const combine = (known: Evolution, more: Evolution, choose: (a: Moment[], b: Moment[]) => Moment[]): Evolution => {
  const evolution: Evolution = new Map(known)
  for (const [attribute, moments] of more) evolution.set(attribute, joined(evolution.get(attribute) ?? [], moments, choose))
  return evolution
}

export const mergeEvolved = (known: Evolved | undefined, more: Evolved): Evolved =>
  known
    ? { kept: mergeHead(known.kept, more.kept), evolution: combine(known.evolution, more.evolution, believed) }
    : { kept: more.kept, evolution: combine(new Map(), more.evolution, believed) }

/** An auxiliary source tells only of times of which nobody else does. */
export const supplementEvolved = (known: Evolved | undefined, more: Evolved): Evolved =>
  known
    ? {
        kept: { ...known.kept, types: [...new Set([...known.kept.types, ...more.kept.types])] },
        evolution: combine(known.evolution, more.evolution, (there) => there),
      }
    : more

const compare = (a: Moment, b: Moment): number => {
  if (a.at !== b.at) return a.at - b.at
  const [left, right] = [stable(a.instance), stable(b.instance)]
  return left < right ? -1 : left > right ? 1 : 0
}

/** In the order of the query, with the last of each attribute only where they were asked for. */
export const arranged = ({ kept, evolution }: Evolved, lastN: number | undefined): Evolved => {
  const out: Evolution = new Map()
  for (const [attribute, moments] of evolution) {
    const list = [...moments].sort(compare)
    out.set(attribute, lastN === undefined ? list : list.reverse().slice(0, lastN))
  }
  return { kept, evolution: out }
}
