/**
 * Plays a scenario's acceptance story through the real pipeline and the intelligence plane: readings go in, alerts and
 * numbers are compared. What people do to a case is played by the twin; here an expected case is one that an alert calls for.
 */
import assert from 'node:assert/strict'
import type { AlertEvent, Rule, Scenario, Story, StoryStep } from '@haihe/contract'
import { ruleAt } from '@haihe/contract'
import { createIngest, createSourceRegistry, dataMigrations, insertSource } from '@haihe/data'
import { createIntelligence, intelligenceMigrations } from '@haihe/intelligence'
import { createRegionIndex, kernelMigrations, type NewEvent } from '@haihe/kernel'
import { testClock, testContext } from '@haihe/kernel/testing'

type Expectation = Extract<StoryStep, { do: 'expectAlert' | 'expectCase' | 'expectIndicator' }>
const isExpectation = (step: StoryStep): step is Expectation => step.do.startsWith('expect')

/** Ancestors and self, as regions without outlines. */
const regionRows = (codes: readonly string[]) =>
  [
    ...new Set(
      codes.flatMap((code) => [2, 6, 9, 12].filter((length) => length <= code.length).map((length) => code.slice(0, length))),
    ),
  ].map((code) => ({ code, name: code, parent: null, lon: null, lat: null, schematic: true, outline: null }))

export const playStory = async (scenario: Scenario, story: Story, begin: string): Promise<void> => {
  const clock = testClock(begin)
  const start = Date.parse(begin)
  const ctx = await testContext([kernelMigrations, dataMigrations, intelligenceMigrations], clock)
  const published: NewEvent[] = []
  const outbox = { publish: async (_: unknown, events: readonly NewEvent[]) => void published.push(...events) }
  const observed = story.steps.filter((step) => step.do === 'observe')
  const codes = observed.map(({ region }) => region)
  const regions = createRegionIndex(regionRows(codes) as never, ctx.city.bounds)
  for (const code of new Set(codes))
    await insertSource(
      ctx.db,
      { id: `story-${code}`, title: code, unit: scenario.owner, region: code, provenance: 'simulated', protocol: 'internal' },
      ctx.now(),
    )
  const rule = (id: string, date: string, region: string): Rule | undefined => ruleAt(scenario.rules ?? [], id, date, region)
  const ingest = createIngest(ctx, { sources: createSourceRegistry(ctx.db, ctx.now), outbox }, { sweepEvery: 0 })
  const intelligence = createIntelligence(ctx, { ingest, outbox, audit: { record: async () => {} }, regions, rule })
  intelligence.describe([scenario])
  ingest.describe({ entities: scenario.entities, derivations: scenario.derivations, rule })
  await intelligence.start?.()
  await ingest.start()

  const alertsOf = (ruleId: string, subject: string): AlertEvent[] =>
    published
      .filter(({ topic }) => topic.startsWith('alert.'))
      .map(({ payload }) => payload as AlertEvent)
      .filter(({ alert }) => alert.rule === ruleId && (alert.entity ?? alert.region) === subject)

  const observe = async (step: Extract<StoryStep, { do: 'observe' }>): Promise<void> => {
    const at = new Date(start + step.at * 60_000).toISOString()
    const items = Object.entries(step.values).map(([attribute, value]) => ({
      entity: step.entity,
      type: step.type,
      attribute,
      value,
      at,
    }))
    const results = await ingest.submit({ source: `story-${step.region}`, items })
    assert.deepEqual(new Set(results.map(({ status }) => status)), new Set(['stored']))
    await intelligence.settle()
  }

  const compare = async (step: Expectation): Promise<void> => {
    const where = `${story.scenario}, minute ${step.at}`
    if (step.do === 'expectAlert') {
      const last = alertsOf(step.rule, step.subject).at(-1)?.alert
      assert.equal(last && last.state !== 'closed' ? last.level : null, step.level, where)
    } else if (step.do === 'expectCase') {
      const calls = published.filter(({ topic, region }) => topic === 'alert.raised' && region === step.region)
      assert.ok(calls.some(({ payload }) => (payload as AlertEvent).opens?.category === step.category) || !step.open, where)
    } else {
      const { value } = await intelligence.questions.tile(intelligence.questions.indicator(step.indicator), step.region)
      if (step.between === null) assert.equal(value, null, where)
      else
        assert.ok(
          value !== null && value >= step.between[0] && value <= step.between[1],
          `${where}: ${step.indicator} is ${value}`,
        )
    }
  }

  try {
    for (const step of story.steps) {
      clock.set(new Date(start + step.at * 60_000).toISOString())
      if (step.do === 'observe') await observe(step)
      else if (isExpectation(step)) await compare(step)
    }
  } finally {
    await ingest.stop()
    await intelligence.stop?.()
    await ctx.close()
  }
}
