/** The command line: `npm start`, `npm run haihe -- <command>`. */
import { writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Role } from '@haihe/contract'
import { exportAudit, openApi, readConfig, verifyAudit, verifyAuditFile } from '@haihe/kernel'
import { compose } from './compose.ts'
import { openStore } from './settings.ts'
import { start } from './start.ts'

const USAGE = `haihe <command>

  start                              run the hub (npm start)
  migrate                            bring the database up to date and load the city
  openapi                            print the OpenAPI document
  audit verify [FILE]                verify the audit chain of the database, or of an exported file
  audit export FILE                  write the audit chain as JSON lines
  account create LOGIN NAME ROLE REGION [UNIT]   create an account; its first password is printed once
  accounts remove-demo               switch the demonstration accounts off
  data <command>                     the data platform over its API: haihe data help (docs/cli.md)

Settings are environment variables: docs/configuration.md
`

type Command = (args: readonly string[]) => Promise<void>

const withHub = async (work: (hub: Awaited<ReturnType<typeof compose>>) => Promise<void>): Promise<void> => {
  const config = readConfig({ HAIHE_LOG: 'error', ...process.env })
  const store = await openStore(config)
  try {
    const hub = await compose(config, store.url)
    try {
      await work(hub)
    } finally {
      await hub.stop()
    }
  } finally {
    // a server that somebody else started goes on
    if (!store.note.includes('found running')) await store.stop()
  }
}

/** The document depends on the code alone: a throw-away database serves. */
const printOpenApi: Command = async () => {
  const home = await mkdtemp(join(tmpdir(), 'haihe-openapi-'))
  try {
    const config = readConfig({ HAIHE_HOME: home, HAIHE_LOG: 'silent' })
    const store = await openStore(config)
    try {
      const hub = await compose(config, store.url)
      process.stdout.write(`${JSON.stringify(openApi('Haihe 海河', '0.1.0', hub.modules), null, 1)}\n`)
      await hub.stop()
    } finally {
      await store.stop()
    }
  } finally {
    await rm(home, { recursive: true, force: true })
  }
}

const audit: Command = async ([verb, file]) => {
  const report = (result: { ok: boolean; entries: number; groups: number; brokenAt: number | null }) => {
    console.log(JSON.stringify(result))
    if (!result.ok) process.exitCode = 1
  }
  if (verb === 'verify' && file) return report(await verifyAuditFile(file))
  if (verb === 'verify') return withHub(async ({ ctx }) => report(await verifyAudit(ctx.db)))
  if (verb === 'export' && file)
    return withHub(async ({ ctx }) => {
      writeFileSync(file, '', { mode: 0o600 })
      for await (const line of exportAudit(ctx.db)) writeFileSync(file, line, { flag: 'a' })
    })
  throw new Error(USAGE)
}

const account: Command = async ([verb, login, name, role, region, unit]) => {
  if (verb !== 'create' || !login || !name || !role || !region) throw new Error(USAGE)
  await withHub(async ({ identity }) => {
    const made = await identity.createAccount(
      { login, name, grants: [{ role: Role.parse(role), unit: unit ?? null, region }] },
      'command line',
    )
    console.log(`${login}${made.password ? `  first password: ${made.password}` : ''}`)
  })
}

const accounts: Command = async ([verb]) => {
  if (verb !== 'remove-demo') throw new Error(USAGE)
  await withHub(async ({ identity }) => console.log(`${await identity.removeDemoAccounts()} demonstration accounts switched off`))
}

/** Loaded when asked for: it talks to a hub, it is none. */
const data: Command = async (args) => {
  const { runData, terminal } = await import('./cli/data/data.ts')
  process.exitCode = await runData(args, terminal())
}

const COMMANDS: Record<string, Command> = {
  start: () => start(readConfig(process.env)),
  migrate: () => withHub(async () => console.log('the database is up to date')),
  openapi: printOpenApi,
  audit,
  account,
  accounts,
  data,
}

const [name = 'start', ...args] = process.argv.slice(2)
const command = COMMANDS[name]
if (!command) {
  console.error(USAGE)
  process.exitCode = 2
} else
  await command(args).catch((error: unknown) => {
    console.error(
      error instanceof Error
        ? process.env.HAIHE_LOG === 'debug'
          ? error
          : error.message + (error.cause ? `\n${error.cause}` : '')
        : error,
    )
    process.exitCode = 1
  })
