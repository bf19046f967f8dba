/** The one line of JSON in which every bench ends. */
import { availableParallelism, cpus, totalmem } from 'node:os'

export interface Figure {
  value: number
  unit: string
  better: 'higher' | 'lower'
  floor: number
  aim: number
}

export interface Report {
  bench: string
  figures: Record<string, Figure>
  /** what the machine could do in the same run */
  limit: Record<string, unknown>
  /** how it was measured */
  setting?: Record<string, unknown>
}

const round = (value: number): number => (Math.abs(value) >= 100 ? Math.round(value) : Number(value.toPrecision(3)))

export const figure = (value: number, unit: string, better: Figure['better'], floor: number, aim: number): Figure => ({
  value: round(value),
  unit,
  better,
  floor,
  aim,
})

export const reached = ({ value, better, floor }: Figure): boolean => (better === 'higher' ? value >= floor : value <= floor)

/** Prints the line, last, and returns whether every floor holds. */
export const printReport = (report: Report): boolean => {
  const machine = {
    cpus: availableParallelism(),
    model: cpus()[0]?.model ?? 'unknown',
    memory_gb: Math.round(totalmem() / 2 ** 30),
    node: process.version,
    platform: `${process.platform}-${process.arch}`,
  }
  process.stdout.write(`${JSON.stringify({ ...report, machine, at: new Date().toISOString() })}\n`)
  return Object.values(report.figures).every(reached)
}

export const say = (text: string): void => void process.stdout.write(`  ${text}\n`)

export const percentile = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
