/** Source → request → reading → derived reading → attribute: the way of a single live reading. */
import type { Derivation } from '@haihe/contract'
import type { Db } from '@haihe/kernel'
import type pg from 'pg'
import { arrivalsOfReadings } from '../../ingest/arrival-store.ts'
import type { LineageEdge, LineageNode, LineageProvider } from '../../platform/ports.ts'
import { batchNode, objectNode, type ReadingFact, readingNode, splitBatch, splitReading } from '../reading-nodes.ts'
import * as store from '../reading-store.ts'
import { attributeNode } from './catalogue.ts'

export type DeclaredDerivation = Pick<Derivation, 'id' | 'type' | 'reads' | 'writes'>

type Reading = store.SeriesFact & ReadingFact

interface ReadingLineage {
  db: Db
  pool: pg.Pool
  derivations: () => readonly DeclaredDerivation[]
}

const sourceNode = (id: string, title: string): LineageNode => ({ kind: 'source', id, title })

const letterNode = ({ id, code, message }: store.LetterFact): LineageNode => ({
  kind: 'deadLetter',
  id: String(id),
  title: `${code} ${message}`.slice(0, 120),
})

export const readingLineage = ({ db, pool, derivations }: ReadingLineage): LineageProvider => {
  const named = async (readings: readonly Reading[]): Promise<(reading: Reading) => LineageNode> => {
    const names = await store.namesOf(db, [...new Set(readings.map(({ entity }) => entity))])
    return (reading) => readingNode(reading, names.get(reading.entity) ?? reading.entity)
  }

  const arrived = async (readings: readonly Reading[], node: (reading: Reading) => LineageNode): Promise<LineageEdge[]> => {
    const sensed = readings.filter(({ derived }) => !derived)
    const found = await arrivalsOfReadings(
      pool,
      sensed.map(({ district, series, at }) => ({ district, series, at: at.getTime() })),
    )
    return sensed.map((reading, i): LineageEdge => {
      const arrival = found[i]
      return arrival
        ? {
            from: batchNode(reading.source, arrival),
            to: node(reading),
            by: arrival.exact ? '到达' : '到达（同一提交的若干批次之一）',
          }
        : { from: sourceNode(reading.source, reading.sourceTitle), to: node(reading), by: '上报（批次未留存）' }
    })
  }

  const ofReading = async (id: string): Promise<LineageEdge[]> => {
    const asked = splitReading(id)
    const own = asked && (await store.findReading(db, asked.series, new Date(asked.at)))
    if (!own) return []
    const using = derivations().filter(({ type, reads }) => type === own.type && reads.includes(own.attribute))
    const making = own.derived
      ? derivations().find(({ type, writes }) => type === own.type && writes.includes(own.attribute))
      : undefined
    const inputs = making ? await store.inputsOf(db, own, making.reads) : []
    const outputs = await store.derivedAt(
      db,
      own,
      using.flatMap(({ writes }) => writes),
    )
    const node = await named([own, ...inputs, ...outputs])
    return [
      { from: objectNode(own.entity, (await store.namesOf(db, [own.entity])).get(own.entity)), to: node(own), by: '测得' },
      ...(await arrived([own], node)),
      ...inputs.map((input) => ({ from: node(input), to: node(own), by: `推算 ${making?.id}` })),
      ...outputs.map((output) => ({
        from: node(own),
        to: node(output),
        by: `推算 ${using.find(({ writes }) => writes.includes(output.attribute))?.id}`,
      })),
      { from: node(own), to: attributeNode(own.type, own.attribute), by: '读数' },
    ]
  }

  const ofBatch = async (id: string): Promise<LineageEdge[]> => {
    const asked = splitBatch(id)
    const own = asked && (await store.findBatch(db, asked.source, asked.batch))
    if (!own) return []
    const readings = await store.readingsOfBatch(db, own.source, own.batch)
    const letters = await store.lettersOfBatch(db, own.source, own.batch)
    const node = await named(readings)
    const self = batchNode(own.source, own)
    return [
      { from: sourceNode(own.source, own.sourceTitle), to: self, by: '上报' },
      ...readings.map((reading) => ({ from: self, to: node(reading), by: '到达' })),
      ...letters.map((letter) => ({ from: self, to: letterNode(letter), by: '同批被拒' })),
    ]
  }

  const ofObject = async (entity: string): Promise<LineageEdge[]> => {
    const readings = await store.latestOf(db, entity)
    const node = await named(readings)
    const name = (await store.namesOf(db, [entity])).get(entity)
    return readings.map((reading) => ({ from: objectNode(entity, name), to: node(reading), by: '测得' }))
  }

  const ofLetter = async (id: string): Promise<LineageEdge[]> => {
    const letter = /^\d{1,15}$/.test(id) ? await store.findLetter(db, Number(id)) : undefined
    const batch = letter?.batch == null ? undefined : await store.findBatch(db, letter.source, letter.batch)
    return letter && batch ? [{ from: batchNode(letter.source, batch), to: letterNode(letter), by: '同批被拒' }] : []
  }

  return {
    name: 'readings',
    edges: async ({ kind, id }) => {
      if (kind === 'reading') return ofReading(id)
      if (kind === 'batch') return ofBatch(id)
      if (kind === 'object') return ofObject(id)
      if (kind === 'deadLetter') return ofLetter(id)
      return []
    },
  }
}
