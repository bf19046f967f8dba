/** Every string in a catalogue: Chinese and English hold the same keys, none is empty, none unused in neither. */
import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { type Finding, ROOT } from './files.ts'

const flatten = (value: unknown, path = ''): Map<string, string> => {
  if (typeof value === 'string') return new Map([[path, value]])
  const all = new Map<string, string>()
  for (const [key, child] of Object.entries((value ?? {}) as Record<string, unknown>))
    for (const [name, text] of flatten(child, path ? `${path}.${key}` : key)) all.set(name, text)
  return all
}

// i18next writes plural forms as suffixes that Chinese does not have.
const base = (key: string): string => key.replace(/_(one|other|zero)$/, '')

const compare = (file: string, mine: Map<string, string>, other: Map<string, string>): Finding[] => {
  const known = new Set([...other.keys()].map(base))
  return [...mine].flatMap(([key, text]) => {
    if (!known.has(base(key))) return [{ file, problem: `has ${key}, which the other language lacks` }]
    return text.trim() === '' ? [{ file, problem: `${key} is empty` }] : []
  })
}

/** Without comments, patterns that read names, and texts that stand beside their English. */
const visible = (line: string): string =>
  line
    .replace(/\/\*.*\*\/|^\s*\*.*$|^\s*\/\*\*.*$/, '')
    .replace(/\bzh: '[^']*'/g, '')
    .replace(/\/(?:[^/\\\n]|\\.)+\/[gimsuy]*/g, '')
    .replace(/\/\/.*$/, '')

/** Texts between tags of a screen, or in its labels, that hold Chinese characters belong in a catalogue. */
const bareText = (file: string, text: string): Finding[] =>
  text
    .split('\n')
    .map((line, index) => ({ line: visible(line), number: index + 1 }))
    .filter(({ line }) => /[\u4e00-\u9fff]/.test(line))
    .map(({ number }) => ({ file: `${file}:${number}`, problem: 'Chinese text outside the catalogue' }))

export const checkStrings = (files: readonly string[]): Finding[] => {
  const catalogues = files.filter((file) => /locales\/zh\.json$/.test(file))
  const findings = catalogues.flatMap((zhFile) => {
    const enFile = join(dirname(zhFile), 'en.json')
    if (!files.includes(enFile)) return [{ file: zhFile, problem: 'has no en.json beside it' }]
    const [zh, en] = [zhFile, enFile].map((file) => flatten(JSON.parse(readFileSync(join(ROOT, file), 'utf8')))) as [
      Map<string, string>,
      Map<string, string>,
    ]
    return [...compare(zhFile, zh, en), ...compare(enFile, en, zh)]
  })
  const screens = files.filter((file) => file.startsWith('apps/web/') && file.endsWith('.tsx') && !file.includes('.test.'))
  return [...findings, ...screens.flatMap((file) => bareText(file, readFileSync(join(ROOT, file), 'utf8')))]
}
