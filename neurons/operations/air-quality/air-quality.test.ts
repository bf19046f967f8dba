import assert from 'node:assert/strict'
import { test } from 'node:test'
import { AlertRuleDef, EntityTypeDef, IndicatorDef, Rule, ruleAt, ScenarioManifest } from '@haihe/contract'
import { playStory } from '../../testing/story.ts'
import { derivations } from './entities.ts'
import { scenario } from './scenario.ts'
import { story } from './story.ts'

const at = Date.parse('2026-11-20T02:00:00Z')
const [hourly, daily] = derivations

/** What a derivation makes of readings that are all of the hour at `at`, but for those given an age in minutes. */
const derive = (
  derivation: typeof hourly,
  readings: Record<string, number | [value: number, age: number]>,
  date = '2026-11-20',
) =>
  Object.fromEntries(
    derivation!
      .derive(at, {
        latest: new Map(
          Object.entries(readings).map(([name, given]) => {
            const [value, age] = Array.isArray(given) ? given : [given, 0]
            return [name, { value, at: at - age * 60_000 }]
          }),
        ),
        rule: (id) => ruleAt(scenario.rules!, id, date, '120101'),
      })
      .map(({ attribute, value }) => [attribute, value]),
  )

const hour = { pm25: 75, pm10: 90, so2: 8, no2: 40, co: 0.9, o3: 60 }

test('the manifest and every table are well formed', () => {
  ScenarioManifest.parse(scenario)
  for (const entity of scenario.entities!) EntityTypeDef.parse(entity)
  for (const indicator of scenario.indicators!) IndicatorDef.parse(indicator)
  for (const alert of scenario.alerts!) AlertRuleDef.parse(alert)
  for (const rule of scenario.rules!) Rule.parse(rule)
  const declared = new Set(scenario.rules!.map(({ id }) => id))
  const used = [...scenario.indicators!.flatMap(({ rules }) => rules), ...scenario.alerts!.flatMap(({ rule }) => rule ?? [])]
  assert.deepEqual(
    used.filter((id) => !declared.has(id)),
    [],
  )
  assert.deepEqual(
    scenario.indicators!.map(({ id }) => id),
    scenario.writes,
  )
})

test('what derivations read and write is declared', () => {
  const known = new Set(scenario.entities![0]!.attributes.map(({ name }) => name))
  for (const { reads, writes } of derivations) for (const name of [...reads, ...writes]) assert.ok(known.has(name), name)
})

test('a full hour becomes index, level, primary pollutant and parts', () => {
  assert.deepEqual(derive(hourly, hour), {
    aqi: 114,
    aqiLevel: 3,
    goodAir: 0,
    primaryPollutant: 'PM2.5',
    iaqi_pm25: 114,
    iaqi_pm10: 79,
    iaqi_so2: 3,
    iaqi_no2: 20,
    iaqi_co: 9,
    iaqi_o3: 19,
  })
  assert.equal(derive(hourly, hour, '2025-11-20').aqi, 100)
  assert.equal(derive(hourly, { ...hour, pm25: 20, pm10: 40 }).primaryPollutant, '无')
})

test('a reading of an earlier hour is missing in this one', () => {
  assert.equal(derive(hourly, { ...hour, o3: [60, 59] }).aqi, 114)
  // published because it is above 100 without ozone
  assert.equal(derive(hourly, { ...hour, o3: [400, 60] }).aqi, 114)
  assert.deepEqual(derive(hourly, { ...hour, pm25: [75, 60] }), {})
})

test('the daily index takes means of 24 hours and the largest ozone mean of eight', () => {
  const day = { pm25_24h: 50, pm10_24h: 90, so2_24h: 20, no2_24h: 60, co_24h: 1, o3_8h_24h: 200 }
  assert.deepEqual(derive(daily, day), { aqi_24h: 137 })
})

test('without an edition in force nothing is guessed', () => {
  assert.deepEqual(derive(hourly, hour, '2011-01-01'), {})
})

test('the story names what the scenario declares, in the order of its times', () => {
  assert.equal(story.scenario, `${scenario.neuron}/${scenario.id}`)
  const times = story.steps.map((step) => step.at)
  assert.deepEqual(
    times,
    times.toSorted((a, b) => a - b),
  )
  const observed = story.steps.filter((step) => step.do === 'observe')
  const known = new Set(scenario.entities![0]!.attributes.map(({ name }) => name))
  for (const { type, values } of observed) {
    assert.equal(type, 'AirQualityObserved')
    assert.deepEqual(
      Object.keys(values).filter((name) => !known.has(name)),
      [],
    )
  }
  const rules = new Set(scenario.alerts!.map(({ id }) => id))
  for (const step of story.steps) if (step.do === 'expectAlert') assert.ok(rules.has(step.rule))
})

test('the story comes true, on the hour and in the middle of one', async () => {
  await playStory(scenario, story, '2026-11-20T02:00:00Z')
  await playStory(scenario, story, '2026-11-20T02:37:00Z')
})
