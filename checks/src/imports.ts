/** Arrows run one way (ARCHITECTURE.md): a floor imports only floors below it, a scenario never a scenario. */
import { readFileSync } from 'node:fs'
import { join, normalize, posix } from 'node:path'
import { type Finding, isSource, ROOT } from './files.ts'

/** Every room with the packages it may import by name. Front ends may also use web/ui; tests may use anything below too. */
const MAY_IMPORT: Record<string, readonly string[]> = {
  'packages/contract': [],
  'packages/client': [],
  'packages/kernel': ['contract'],
  'hub/data': ['contract', 'kernel'],
  'hub/intelligence': ['contract', 'kernel', 'data'],
  'hub/business': ['contract', 'kernel', 'data', 'intelligence'],
  neurons: ['contract', 'kernel', 'data', 'intelligence', 'business'],
  'apps/server': ['contract', 'kernel', 'data', 'intelligence', 'business', 'neurons', 'web', 'client'],
  'apps/web': ['contract'],
  twin: ['contract'],
  bench: ['contract', 'kernel', 'data', 'intelligence', 'business', 'neurons', 'server'],
  e2e: ['contract', 'kernel'],
  checks: ['contract', 'kernel'],
}

const roomOf = (file: string): string | undefined => Object.keys(MAY_IMPORT).find((room) => file.startsWith(`${room}/`))

const importsOf = (text: string): string[] =>
  [
    ...text.matchAll(
      /(?:^|\n)\s*(?:import|export)\s[^'"`;]*?from\s*['"]([^'"]+)['"]|import\(\s*['"]([^'"]+)['"]\s*\)|(?:^|\n)import\s+['"]([^'"]+)['"]/g,
    ),
  ].map((match) => match[1] ?? match[2] ?? match[3] ?? '')

/** neurons/<neuron>/<scenario> of a file, when it lies in one. */
const scenarioOf = (file: string): string | undefined => /^neurons\/[^/]+\/[^/]+(?=\/)/.exec(file)?.[0]
const frontOf = (file: string): string | undefined => /^apps\/web\/([^/]+)\//.exec(file)?.[1]

const relative = (file: string, target: string): string => posix.normalize(posix.join(posix.dirname(file), target))

const judge = (file: string, target: string): string | undefined => {
  const room = roomOf(file)
  if (!room) return undefined
  const named = /^@haihe\/([^/]+)/.exec(target)?.[1]
  if (named) {
    if (room.endsWith(`/${named}`) || room === named) return `imports its own package by name (${target}); use a relative path`
    if (!(MAY_IMPORT[room] ?? []).includes(named)) return `imports ${target}, which lies above or beside ${room}`
    return undefined
  }
  if (!target.startsWith('.')) {
    if (room === 'packages/contract' && target.startsWith('node:') && !file.endsWith('.test.ts'))
      return `imports ${target}: the contract knows no Node`
    return undefined
  }
  const to = relative(file, target)
  if (!to.startsWith(`${room}/`)) return `reaches into ${to} by a relative path; import the package by name`
  const [from, other] = [scenarioOf(file), scenarioOf(to)]
  if (from && other && from !== other) return `scenario ${from} imports scenario ${other}`
  const [front, otherFront] = [frontOf(file), frontOf(to)]
  if (front && otherFront && front !== otherFront && otherFront !== 'ui') return `front ${front} imports front ${otherFront}`
  return undefined
}

/** Nothing below apps/server knows a scenario by name: the hub's sources must not contain a scenario's id. */
const namesScenario = (file: string, text: string, ids: readonly string[]): string | undefined => {
  if (!/^(hub|packages)\//.test(file)) return undefined
  const id = ids.find((name) => name.includes('-') && new RegExp(`['"\`]${name}['"\`]`).test(text))
  return id ? `names the scenario ${id}: the hub knows no scenario` : undefined
}

export const checkImports = (files: readonly string[]): Finding[] => {
  const ids = [...new Set(files.map((file) => scenarioOf(file)?.split('/')[2]).filter((id) => id !== undefined))]
  return files.filter(isSource).flatMap((file) => {
    const text = readFileSync(join(ROOT, normalize(file)), 'utf8')
    const wrong = importsOf(text).map((target) => judge(file, target))
    if (!file.endsWith('.test.ts')) wrong.push(namesScenario(file, text, ids))
    return wrong.filter((problem) => problem !== undefined).map((problem) => ({ file, problem }))
  })
}
