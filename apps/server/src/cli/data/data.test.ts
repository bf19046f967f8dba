/** The command line against a running hub, with tokens, as a bureau's engineer and a reviewer would use it. */
import assert from 'node:assert/strict'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable, Writable } from 'node:stream'
import { after, test } from 'node:test'
import { createClient } from '@haihe/client'
import type { Role } from '@haihe/contract'
import { openUpstream } from '@haihe/data/service/testing/upstream'
import { readConfig } from '@haihe/kernel'
import { testDatabase } from '@haihe/kernel/testing'
import { compose } from '../../compose.ts'
import { runData } from './data.ts'

const home = await mkdtemp(join(tmpdir(), 'haihe-cli-'))
const database = await testDatabase([])
const settings = {
  HAIHE_HOME: home,
  HAIHE_LOG: 'silent',
  HAIHE_MQTT_PORT: '0',
  HAIHE_HOST: '127.0.0.1',
  HAIHE_TWIN: '0',
  HAIHE_PRIVATE_NETWORKS: '127.0.0.0/8',
}
const hub = await compose(readConfig(settings), database.url)
await hub.start()
await hub.app.listen({ port: 0, host: '127.0.0.1' })
after(async () => {
  await hub.stop()
  await database.close()
  await rm(home, { recursive: true, force: true })
})
const HAIHE_URL = `http://127.0.0.1:${(hub.app.server.address() as AddressInfo).port}`

const UNIT = 'tj-dsj'
const region = hub.ctx.city.code
const tokenOf = async (role: Role): Promise<string> =>
  (await hub.identity.createToken({ name: role, unit: UNIT, region, roles: [role] }, 'test')).token
const [engineer, reviewer, visitor] = await Promise.all([tokenOf('dataEngineer'), tokenOf('cityCenter'), tokenOf('client')])

const collector = () => {
  const chunks: string[] = []
  const stream = new Writable({
    write(chunk, _encoding, done) {
      chunks.push(String(chunk))
      done()
    },
  })
  return { stream, text: () => chunks.join('') }
}

const haihe = async (token: string | undefined, args: readonly string[], { url = HAIHE_URL, input = '' } = {}) => {
  const [out, err] = [collector(), collector()]
  const code = await runData(args, {
    out: out.stream,
    err: err.stream,
    in: Readable.from([input]),
    env: { HAIHE_URL: url, HAIHE_TOKEN: token },
    signal: new AbortController().signal,
  })
  return { code, out: out.text(), err: err.text() }
}
const fine = async (token: string, ...args: string[]): Promise<string> => {
  const { code, out, err } = await haihe(token, args)
  assert.equal(code, 0, `${args.join(' ')}: ${err}`)
  return out
}
// biome-ignore lint/suspicious/noExplicitAny: what a script would read
const lines = (text: string): any[] =>
  text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line))

const field = (name: string, title: string, type: string, required = true) => ({
  name,
  title,
  type,
  length: null,
  required,
  standard: null,
  description: '',
  classification: { grade: 1, category: 'business', mask: 'none', confirmed: false, reason: '' },
})
const DRAFT = {
  title: '图书借阅登记',
  summary: '分馆借出的图书和借期',
  path: '2.1.1',
  owner: UNIT,
  region,
  kind: 'table',
  target: null,
  fields: [field('loan_no', '借阅号', 'text'), field('book', '书名', 'text'), field('days', '借期', 'integer', false)],
  keys: ['loan_no'],
  subject: null,
  regionField: null,
  sharing: { type: 'conditional', condition: '馆际互借', basis: '借阅规则' },
  opening: { type: 'refused', condition: '' },
  channels: ['api', 'file'],
  cycle: 'irregular',
  keywords: ['借阅'],
}

const ROWS = 2345
let code = ''
let id = ''

test('a draft becomes an entry: made by one, published by another, never by its author', async () => {
  const { code: exit, out } = await haihe(engineer, ['draft', '-', '--json'], { input: JSON.stringify(DRAFT) })
  assert.equal(exit, 0)
  const [made] = lines(out)
  ;({ code, id } = made.resource)
  assert.match(await fine(engineer, 'publish', code, '--reason', '编制完成'), /已提交审核/)
  const own = await haihe(engineer, ['publish', id, '--reason', '自己发布'])
  assert.equal(own.code, 1)
  assert.match(own.err, /审核人员/)
  assert.match(await fine(reviewer, 'publish', id, '--reason', '同意'), /已发布第 1 版/)
  assert.match(await fine(visitor, 'search', '借阅'), new RegExp(`${code}.*图书借阅登记`))
  assert.match(await fine(visitor, 'show', code), /loan_no +借阅号/)
})

test('a file is loaded, its columns found by their titles, and what was rejected is told with its reason', async () => {
  const file = join(home, 'loans.csv')
  const rows = Array.from({ length: ROWS }, (_, n) => `L${String(n).padStart(5, '0')},书 ${n},${n % 60}`)
  await writeFile(file, `借阅号,书名,借期\n${rows.join('\n')}\nLX,坏行,很久\n`)
  const look = lines(await fine(engineer, 'upload', file, '--resource', code, '--dry-run', '--json'))
  assert.deepEqual(look.at(-1), { field: 'days', column: '借期' })
  const [run] = lines(await fine(engineer, 'upload', file, '--resource', code, '--json'))
  assert.deepEqual([run.state, run.written, run.rejected], ['done', ROWS, 1])
  const [bad] = lines(await fine(engineer, 'rejected', String(run.id), '--json'))
  assert.equal(bad.problems[0].field, 'days')
  assert.match(await fine(engineer, 'rejected', String(run.id)), /days/)
  const [connector] = lines(await fine(engineer, 'connectors', '--json'))
  assert.equal(connector.lastRun.id, run.id)
  assert.equal(lines(await fine(engineer, 'runs', connector.id, '--json')).length, 1)
  const again = await haihe(engineer, ['run', connector.title, '--watch'])
  assert.deepEqual([again.code, /请选择已上传的文件/.test(again.err)], [1, true])
})

test('all pages are read, in every format, with conditions and a limit', async () => {
  const all = lines(await fine(engineer, 'read', code, '--format', 'jsonl'))
  assert.equal(new Set(all.map((row) => row.loan_no)).size, ROWS)
  const csv = await fine(engineer, 'read', code, '--fields', 'loan_no,days', '--where', 'days>=59', '--format', 'csv')
  const [head, ...body] = csv.trim().split('\r\n')
  assert.equal(head, 'loan_no,days')
  assert.ok(body.length > 30 && body.every((line) => line.endsWith(',59')), csv.slice(0, 200))
  const table = await haihe(engineer, ['read', id, '--limit', '3'])
  assert.equal(table.out.trim().split('\n').length, 4)
  assert.match(table.err, /3 行/)
})

test('a service is called with its parameters, and a wrong one is named before anything is sent', async () => {
  const upstream = await openUpstream()
  after(upstream.close)
  const draft = {
    ...DRAFT,
    title: '馆藏查询接口',
    path: '2.1.2',
    kind: 'service',
    target: `${upstream.url}/loans`,
    channels: ['api'],
  }
  const { out, err } = await haihe(engineer, ['draft', '-', '--json'], { input: JSON.stringify(draft) })
  assert.equal(err, '')
  const service = lines(out)[0].resource.id
  await fine(engineer, 'publish', service, '--reason', '编制完成')
  await fine(reviewer, 'publish', service, '--reason', '同意')
  const parameter = {
    name: 'book',
    title: '书名',
    type: 'text',
    required: true,
    in: 'query',
    field: 'book',
    choices: [],
    fallback: null,
  }
  const settings = {
    url: `${upstream.url}/loans`,
    method: 'GET',
    headers: {},
    parameters: [parameter],
    rows: 'data',
    members: { loan_no: 'no' },
    timeoutSeconds: 5,
    mostKilobytes: 64,
  }
  const client = createClient({ url: HAIHE_URL, token: engineer })
  await client.call('PUT /api/resources/{id}/service', {
    params: { id: service },
    body: { settings: settings as never, secrets: {}, enabled: true, version: 0 },
  })
  upstream.answer(200, { data: [{ no: 'L1', book: '海河志', days: 30 }] })
  const rows = lines(await fine(engineer, 'call', service, '--param', 'book=海河志', '--json'))
  assert.deepEqual(rows, [{ loan_no: 'L1', book: '海河志', days: 30 }])
  assert.match(await fine(engineer, 'call', service, '--param', 'book=海河志'), /借阅号.*书名.*借期/)
  assert.equal(decodeURIComponent(upstream.asked[0]?.url ?? ''), '/loans?book=海河志')
  const asked = upstream.asked.length
  const strange = await haihe(engineer, ['call', service, '--param', 'author=佚名'])
  assert.deepEqual([strange.code, /没有参数 author，可用：book（书名）/.test(strange.err)], [2, true])
  const none = await haihe(engineer, ['call', service])
  assert.deepEqual([none.code, /请填写书名/.test(none.err)], [1, true])
  const table = await haihe(engineer, ['call', code])
  assert.deepEqual([table.code, /不是服务接口/.test(table.err)], [1, true])
  assert.equal(upstream.asked.length, asked)
})

test('an export is on disk when it is whole', async () => {
  const file = join(home, 'out.csv')
  const [made] = lines(await fine(engineer, 'export', code, '--out', file, '--json'))
  assert.deepEqual([made.rows, made.file], [ROWS, file])
  assert.equal((await readFile(file)).length, made.bytes)
})

test('a grant opens what it names to its unit until it is revoked', async () => {
  const to = 'tj-sthj'
  const { token } = await hub.identity.createToken({ name: 'reader', unit: to, region, roles: ['client'] }, 'test')
  const ask = ['read', code, '--fields', 'loan_no', '--limit', '1', '--purpose', 'governance', '--basis', '借阅规则', '--json']
  const before = await haihe(token, ask)
  assert.equal(before.code, 3)
  assert.match(before.err, /DATA_DENIED/)
  const until = new Date(Date.now() + 86_400_000).toISOString()
  const words = { resource: code, grantee: to, fields: ['loan_no'], purpose: 'governance', basis: '借阅规则', until }
  const granted = await haihe(engineer, ['grant', '-', '--json'], { input: JSON.stringify(words) })
  assert.equal(granted.code, 0, granted.err)
  const [grant] = lines(granted.out)
  assert.deepEqual(lines(await fine(token, ...ask)), [{ loan_no: 'L00000' }])
  assert.equal(lines(await fine(engineer, 'grants', '--resource', code, '--json'))[0].id, grant.id)
  assert.match(await fine(engineer, 'revoke', grant.id, '--reason', '不再需要'), /已撤销/)
  assert.equal((await haihe(token, ask)).code, 3)
})

test('quality, lineage, classification, deliveries and ledger are there to read', async () => {
  assert.match(await fine(engineer, 'lineage', `resource:${code}`), /接入任务/)
  assert.match(await fine(engineer, 'classify', code), /loan_no/)
  for (const args of [['quality'], ['quality', code], ['deliveries'], ['ledger'], ['ledger', '--late']])
    lines(await fine(engineer, ...args, '--json'))
  assert.match(await fine(engineer, 'ledger', '--csv'), /,/)
})

test('what goes wrong is said in Chinese with the trace, and the exit code tells which kind', async () => {
  const wrong = await haihe('haihe_wrong', ['grants'])
  assert.equal(wrong.code, 3)
  assert.match(wrong.err, /HAIHE_TOKEN[\s\S]*追踪编号 \S+/)
  assert.equal((await haihe(engineer, ['show', '00000000-0000-4000-8000-000000000000'])).code, 4)
  assert.match((await haihe(engineer, ['show', '没有这个'])).err, /目录中没有/)
  const away = await haihe(engineer, ['grants'], { url: 'http://127.0.0.1:9' })
  assert.deepEqual([away.code, /连接不到中枢/.test(away.err)], [5, true])
  for (const args of [
    ['revoke', id],
    ['show'],
    ['show', 'a', 'b'],
    ['read', code, '--purpose', 'fun', '--basis', 'xx'],
    ['grants', '--nope'],
    ['nope'],
  ]) {
    const { code: exit, err } = await haihe(engineer, args)
    assert.equal(exit, 2, args.join(' '))
    assert.match(err, /haihe data/)
  }
  assert.match((await haihe(undefined, ['help'])).out, /search \[WORDS…\]/)
  assert.match((await haihe(undefined, ['read', '--help'])).out, /--where +"field>=value"/)
})
