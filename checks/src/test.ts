/**
 * `npm test`: everything a change must pass, in the order in which it fails fastest.
 * Ends with one line «N passed, N failed» over the steps' tests.
 */
import { spawn } from 'node:child_process'
import { globSync } from 'node:fs'
import { startPostgres } from '@haihe/kernel'
import { TEST_HOME } from '@haihe/kernel/testing'
import { ensureChromium } from './chromium.ts'
import { ROOT } from './files.ts'

interface Outcome {
  code: number
  output: string
}

const run = (command: string, args: string[], env: NodeJS.ProcessEnv = {}): Promise<Outcome> =>
  new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: ROOT,
      env: { ...process.env, NO_COLOR: '1', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let output = ''
    const take = (chunk: Buffer) => {
      output += chunk
      process.stdout.write(chunk)
    }
    child.stdout.on('data', take)
    child.stderr.on('data', take)
    child.once('error', reject)
    child.once('close', (code) => resolve({ code: code ?? 1, output }))
  })

let passed = 0
let failed = 0
const started = Date.now()

const sum = (output: string, pattern: RegExp): number =>
  [...output.matchAll(pattern)].reduce((total, match) => total + Number(match[1]), 0)

const step = async (name: string, command: string, args: string[], env?: NodeJS.ProcessEnv): Promise<void> => {
  console.log(`\n== ${name}`)
  const before = Date.now()
  const { code, output } = await run(command, args, env)
  const good = sum(output, /^ℹ pass (\d+)/gm) + sum(output, /^\s*Tests\s+.*?(\d+) passed/gm)
  const bad = sum(output, /^ℹ fail (\d+)/gm) + sum(output, /^\s*Tests\s+(\d+) failed/gm)
  passed += good
  failed += bad
  if (code !== 0 && bad === 0) failed += 1
  if (code === 0 && good === 0) passed += 1
  console.log(`-- ${name}: ${code === 0 ? 'ok' : `FAILED (${code})`} in ${((Date.now() - before) / 1000).toFixed(1)} s`)
}

const only = process.argv.slice(2)
const wanted = (name: string): boolean => only.length === 0 || only.includes(name)
const node = process.execPath

if (wanted('static')) {
  await step('types of the server side', 'tsc', ['-p', 'tsconfig.json'])
  await step('types of the screens', 'tsc', ['-p', 'apps/web/tsconfig.json'])
  await step('lint and format', 'biome', ['ci', '--colors=off', '--diagnostic-level=error', '.'])
}
if (wanted('checks')) await step('checks', node, ['checks/src/main.ts'])
if (wanted('unit') || wanted('e2e')) {
  const postgres = await startPostgres({
    home: TEST_HOME,
    database: 'postgres',
    durable: false,
    settings: { max_connections: '300' },
  })
  try {
    const env = { HAIHE_TEST_DATABASE_URL: postgres.url }
    const files = globSync(
      [
        'packages/**/*.test.ts',
        'hub/**/*.test.ts',
        'neurons/**/*.test.ts',
        'apps/server/**/*.test.ts',
        'twin/**/*.test.ts',
        'bench/**/*.test.ts',
        'checks/**/*.test.ts',
      ],
      {
        cwd: ROOT,
        exclude: (path) => path.includes('node_modules'),
      },
    )
    if (wanted('unit')) {
      await step('unit and integration tests', node, ['--test', '--test-concurrency=3', '--test-timeout=180000', ...files], env)
      await step('tests of the screens', 'npm', ['test', '-w', '@haihe/web', '--silent'])
    }
    if (wanted('e2e')) {
      const chromium = ensureChromium()
      await step('screens are built', 'npm', ['run', 'build', '-w', '@haihe/web', '--silent'])
      await step(
        'stories in the browser',
        node,
        ['--test', '--test-concurrency=1', '--test-timeout=300000', ...globSync('e2e/src/*.test.ts', { cwd: ROOT })],
        {
          ...env,
          CHROMIUM: chromium,
        },
      )
    }
  } finally {
    await postgres.stop()
  }
}

console.log(`\nin ${Math.round((Date.now() - started) / 1000)} s`)
console.log(`${passed} passed, ${failed} failed`)
process.exitCode = failed === 0 ? 0 : 1
