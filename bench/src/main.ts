/**
 * npm run bench -- <name>… [--seconds N]: each bench measures its own limit in the same run and ends in one line of JSON.
 * Several names, or `all`, run one after the other, each in a process of its own; their lines stand together at the end.
 */
import { spawn } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'

const folder = new URL('.', import.meta.url)
const known = readdirSync(folder)
  .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts') && file !== 'main.ts')
  .map((file) => file.slice(0, -3))
  .sort()

const { values, positionals } = parseArgs({ allowPositionals: true, options: { seconds: { type: 'string' } } })
const names = positionals.includes('all') ? known : positionals
const seconds = Number(values.seconds ?? 20)
if (names.length === 0 || names.some((name) => !known.includes(name)) || !(seconds > 0)) {
  process.stderr.write(`npm run bench -- <name>… [--seconds N]\n  all\n  ${known.join('\n  ')}\n`)
  process.exit(2)
}

/** Last line of what one bench printed, and whether every floor held. */
const alone = (name: string): Promise<{ line: string; held: boolean }> =>
  new Promise((resolve, reject) => {
    process.stdout.write(`\n== ${name}\n`)
    const child = spawn(process.execPath, [fileURLToPath(import.meta.url), name, '--seconds', String(seconds)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    let output = ''
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk
      process.stdout.write(chunk)
    })
    child.once('error', reject)
    child.once('close', (code) => {
      const last = output.trimEnd().split('\n').at(-1) ?? ''
      const line = last.startsWith('{') ? last : JSON.stringify({ bench: name, failed: code })
      resolve({ line, held: code === 0 })
    })
  })

if (names.length === 1) {
  const { bench } = (await import(new URL(`${names[0]}.ts`, folder).href)) as { bench: (seconds: number) => Promise<boolean> }
  process.exitCode = (await bench(seconds)) ? 0 : 1
} else {
  const results: Awaited<ReturnType<typeof alone>>[] = []
  for (const name of names) results.push(await alone(name))
  process.stdout.write(`\n== together\n${results.map(({ line }) => line).join('\n')}\n`)
  process.exitCode = results.every(({ held }) => held) ? 0 : 1
}
