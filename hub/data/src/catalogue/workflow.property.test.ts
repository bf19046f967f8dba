/**
 * Random actions of several people against a small model of our own: no undeclared state, nothing served that was not
 * published, no version lost or changed, nobody reviews their own work.
 */
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { type Actor, type CatalogueAction, RESOURCE_STATES, type ResourceDraft } from '@haihe/contract'
import { createAudit, createOutbox, kernelMigrations } from '@haihe/kernel'
import { testContext } from '@haihe/kernel/testing'
import fc from 'fast-check'
import { migrations } from '../migrations.ts'
import { createCatalogue } from './catalogue.ts'
import { findVersion, listActions, listVersions } from './store.ts'
import { draftOf, field, PEOPLE } from './testing/books.ts'

const ctx = await testContext([kernelMigrations, migrations])
const services = { outbox: createOutbox(ctx), audit: createAudit(ctx) }
const room = createCatalogue(ctx, services)
/** another process over the same store */
const other = createCatalogue(ctx, services)
after(() => ctx.close())

const WHO = ['author', 'chief', 'reviewer', 'rival', 'neighbour', 'reader'] as const
type Who = (typeof WHO)[number]
const ACTIONS = ['submit', 'recall', 'publish', 'return', 'change', 'discard', 'withdraw', 'classify', 'stop'] as const
interface Try {
  who: Who
  action: (typeof ACTIONS)[number]
}

/** What may happen, written down apart from the code under test. */
interface Model {
  state: 'draft' | 'reviewing' | 'published' | 'changing' | 'withdrawn'
  submitted: boolean
  authors: Set<string>
  work: string | null
  versions: string[]
  grade: number
}
const EDITORS = new Set<Who>(['author', 'chief'])
const REVIEWERS = new Set<Who>(['chief', 'reviewer'])

/** True when the action takes place; then the model has moved. */
const step = (model: Model, { who, action }: Try, title: string): boolean => {
  const open = (model.state === 'draft' || model.state === 'changing') && !model.submitted
  const edits = EDITORS.has(who)
  const fresh = model.versions.length === 0
  switch (action) {
    case 'submit':
      if (!edits || !open) return false
      model.submitted = true
      model.authors.add(who)
      if (fresh) model.state = 'reviewing'
      return true
    case 'recall':
    case 'return':
      if (!model.submitted || !(action === 'recall' ? edits : REVIEWERS.has(who))) return false
      model.submitted = false
      if (fresh) model.state = 'draft'
      return true
    case 'publish':
      if (!model.submitted || !REVIEWERS.has(who) || model.authors.has(who)) return false
      model.versions.push(model.work as string)
      Object.assign(model, { state: 'published', submitted: false, authors: new Set(), work: null })
      return true
    case 'change':
      if (!edits || !(open || model.state === 'published')) return false
      model.work = title
      model.authors.add(who)
      if (!fresh) model.state = 'changing'
      return true
    case 'discard':
      if (!edits || model.state !== 'changing') return false
      Object.assign(model, { state: 'published', submitted: false, authors: new Set(), work: null })
      return true
    case 'withdraw':
      if (!(edits || REVIEWERS.has(who)) || model.state === 'withdrawn') return false
      Object.assign(model, { state: 'withdrawn', submitted: false, authors: new Set() })
      if (!fresh) model.work = null
      return true
    case 'classify':
      if (!EDITORS.has(who) || model.state === 'withdrawn') return false
      model.grade = 3
      if (!fresh) model.versions.push(model.versions.at(-1) as string)
      return true
    case 'stop':
      return true
  }
}

const perform = async (id: string, { who, action }: Try, draft: ResourceDraft): Promise<boolean> => {
  const actor = PEOPLE[who] as Actor
  try {
    if (action === 'stop') await room.note(ctx.db, id, { stopped: true })
    else if (action === 'classify')
      await room.classify(actor, id, {
        title: { grade: 3, category: 'name', mask: 'name', confirmed: true, reason: '读者' },
      })
    else await room.act(actor, { id, action: action as CatalogueAction, reason: '随机', draft })
    return true
  } catch (error) {
    assert.ok(
      ['OUT_OF_SCOPE', 'CATALOGUE_ACTION_NOT_ALLOWED', 'OWN_WORK_REVIEWED'].includes((error as { code: string }).code),
      String(error),
    )
    return false
  }
}

const tries = fc.array(
  // the ways that lead on are tried more often than those that end
  fc.oneof(
    {
      weight: 3,
      arbitrary: fc.record({
        who: fc.constantFrom<Who>('author', 'reviewer', 'chief'),
        action: fc.constantFrom('submit', 'publish', 'change'),
      }),
    },
    {
      weight: 2,
      arbitrary: fc.record({
        who: fc.constantFrom(...WHO),
        action: fc.constantFrom(...ACTIONS.filter((one) => one !== 'withdraw')),
      }),
    },
    { weight: 1, arbitrary: fc.record({ who: fc.constantFrom(...WHO), action: fc.constantFrom(...ACTIONS) }) },
  ) as fc.Arbitrary<Try>,
  { minLength: 4, maxLength: 24 },
)

/** A whole life, so that every state is reached whatever the random ones do. */
const LIFE: Try[] = [
  { who: 'author', action: 'submit' },
  { who: 'reviewer', action: 'publish' },
  { who: 'author', action: 'change' },
  { who: 'author', action: 'submit' },
  { who: 'reviewer', action: 'publish' },
  { who: 'author', action: 'change' },
  { who: 'reviewer', action: 'withdraw' },
]

test('random actions keep to the model', { timeout: 60_000 }, async () => {
  const reached = new Set<string>()
  let most = 0
  await fc.assert(
    fc.asyncProperty(tries, async (steps) => {
      const { id } = await room.create(PEOPLE.author as Actor, draftOf({ title: '第0稿' }))
      const model: Model = {
        state: 'draft',
        submitted: false,
        authors: new Set(['author']),
        work: '第0稿',
        versions: [],
        grade: 1,
      }
      const done = ['create']
      for (const [n, one] of steps.entries()) {
        const title = `第${n + 1}稿`
        const happened = await perform(id, one, draftOf({ title, fields: [...draftOf().fields, field(`f${n}`)] }))
        assert.equal(happened, step(model, one, title), `${one.who} ${one.action} in ${model.state}`)
        if (happened && one.action !== 'stop') done.push(one.action)
        const resource = await room.get(id)
        assert.ok(RESOURCE_STATES.includes(resource.state))
        assert.equal(resource.state, model.state)
        assert.equal(resource.version, model.versions.length)
        // what is served is the last version, and only before the first the draft
        assert.equal(resource.title, model.versions.at(-1) ?? model.work)
        reached.add(model.state)
      }
      await other.memory.refresh()
      assert.deepEqual(await other.get(id), await room.get(id))
      const versions = (await listVersions(ctx.db, id, 1e6, 1000)).reverse()
      assert.deepEqual(
        versions.map(({ version, doc }) => [version, doc.title]),
        model.versions.map((title, index) => [index + 1, title]),
      )
      for (const { version, authors, reviewer } of versions) {
        assert.ok(reviewer === null || !authors.includes(reviewer))
        assert.ok(await findVersion(ctx.db, id, version))
      }
      assert.deepEqual(
        (await listActions(ctx.db, id, 1e6, 1000)).reverse().map(({ action }) => action),
        done,
      )
      most = Math.max(most, versions.length)
    }),
    { numRuns: 60, examples: [[LIFE]] },
  )
  // the property is worth something only where the states were really reached
  assert.deepEqual([...reached].sort(), [...RESOURCE_STATES].sort())
  assert.ok(most >= 2)
})
