/** Processor time by process, where the system tells it (/proc): a cost that noise on the machine changes little. */
import { readdirSync, readFileSync } from 'node:fs'

const TICKS_PER_SECOND = 100

interface Process {
  pid: number
  parent: number
  /** the operating system's short name */
  name: string
  seconds: number
}

const processes = (): Process[] => {
  const found: Process[] = []
  for (const entry of readdirSync('/proc')) {
    if (!/^\d+$/.test(entry)) continue
    try {
      const text = readFileSync(`/proc/${entry}/stat`, 'utf8')
      const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
      const ticks = Number(fields[11]) + Number(fields[12])
      found.push({
        pid: Number(entry),
        parent: Number(fields[1]),
        name: text.slice(text.indexOf('(') + 1, text.lastIndexOf(')')),
        seconds: ticks / TICKS_PER_SECOND,
      })
    } catch {
      // it ended meanwhile
    }
  }
  return found
}

export interface Cpu {
  hub: number
  /** the database server with its backends */
  store: number
}

/** Processor seconds of the hub and of the database it started; undefined where /proc is missing. */
export const cpuOf = (hub: number): Cpu | undefined => {
  try {
    const all = processes()
    const server = all.find((one) => one.parent === hub && one.name === 'postgres')
    const store = all.filter((one) => one.pid === server?.pid || one.parent === server?.pid)
    const own = all.find((one) => one.pid === hub)
    return own && { hub: own.seconds, store: store.reduce((sum, one) => sum + one.seconds, 0) }
  } catch {
    return undefined
  }
}
