/** npm run bench -- <name> [--seconds N]: each bench measures its own limit in the same run and ends in one line of JSON. */
import { readdirSync } from 'node:fs'
import { parseArgs } from 'node:util'

const folder = new URL('.', import.meta.url)
const names = readdirSync(folder)
  .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts') && file !== 'main.ts')
  .map((file) => file.slice(0, -3))
  .sort()

const { values, positionals } = parseArgs({ allowPositionals: true, options: { seconds: { type: 'string' } } })
const [name] = positionals
const seconds = Number(values.seconds ?? 20)
if (!name || !names.includes(name) || !(seconds > 0)) {
  process.stderr.write(`npm run bench -- <name> [--seconds N]\n  ${names.join('\n  ')}\n`)
  process.exit(2)
}

const { bench } = (await import(new URL(`${name}.ts`, folder).href)) as { bench: (seconds: number) => Promise<boolean> }
process.exitCode = (await bench(seconds)) ? 0 : 1
