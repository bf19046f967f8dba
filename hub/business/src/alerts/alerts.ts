/** From alert to case: each alert that says so opens exactly one case, and what happens to the alert is noted in it. */
import { AlertEvent } from '@haihe/contract'
import type { OutboxEvent, Trx } from '@haihe/kernel'
import { draftFrom, remark, subjectOf } from '../cases/act.ts'
import { actionSteps, announce } from '../cases/commit.ts'
import { type Engine, SYSTEM } from '../cases/engine.ts'
import { prepareOpening } from '../cases/open.ts'
import { inTurn } from '../executor.ts'
import { findCaseOfAlert } from './alert-store.ts'

/** Source of cases that the city's own senses open. */
const SOURCE = 'alert'

const LEVELS = { blue: '蓝色', yellow: '黄色', orange: '橙色', red: '红色' } as const
const URGENCY = { blue: 'normal', yellow: 'normal', orange: 'urgent', red: 'critical' } as const

/** A number as people read it: shares (unit %) lie in 0…1 and are shown as percent. */
const inWords = (value: number, unit: string): string =>
  unit === '%' ? `${Number((value * 100).toFixed(1))}%` : `${Number(value.toFixed(2))} ${unit}`.trim()

const describe = ({ alert }: AlertEvent): string =>
  `${alert.title.zh}${LEVELS[alert.level]}预警：${alert.subject}，预警时的值 ${inWords(alert.value, alert.unit)}，阈值 ${inWords(alert.threshold, alert.unit)}。`

/** An alert raised on readings this much older than its publication comes from history that is being loaded. */
const HISTORY_MS = 2 * 3_600_000

const open = async (engine: Engine, trx: Trx, event: AlertEvent, publishedAt: Date): Promise<void> => {
  const { alert, opens, place } = event
  if (!opens || (await findCaseOfAlert(trx, alert.id))) return
  if (publishedAt.getTime() - Date.parse(alert.raisedAt) > HISTORY_MS) return
  if ((await engine.ports.intelligence.isOpen?.(trx, alert.id)) === false) return
  const prepared = await prepareOpening(engine, {
    actor: SYSTEM,
    source: SOURCE,
    alertId: alert.id,
    region: alert.region,
    provenance: alert.provenance,
    data: {
      alert: {
        id: alert.id,
        rule: alert.rule,
        level: alert.level,
        entity: alert.entity,
        indicator: alert.indicator,
        value: alert.value,
        unit: alert.unit,
        threshold: alert.threshold,
        raisedAt: alert.raisedAt,
      },
    },
    report: {
      type: opens.caseType,
      category: opens.category,
      title: `${alert.subject}：${alert.title.zh}`.slice(0, 60),
      description: describe(event),
      place: { lon: place?.lon ?? 0, lat: place?.lat ?? 0, crs: 'EPSG:4490', address: place?.address ?? alert.regionName },
      attachments: [],
      urgency: URGENCY[alert.level],
    },
  })
  await inTurn(prepared.steps(trx))
  const { draft, subject } = prepared
  await engine.ports.intelligence.linkCase(trx, alert.id, subject.id, draft.state.unit ?? draft.state.desk)
  announce(engine, draft, subject)
}

const NOTES: Partial<Record<AlertEvent['what'], (event: AlertEvent) => string>> = {
  escalated: ({ alert }) => `预警升级为${LEVELS[alert.level]}，当前值 ${inWords(alert.value, alert.unit)}`,
  eased: ({ alert }) => `预警降为${LEVELS[alert.level]}，当前值 ${inWords(alert.value, alert.unit)}`,
  recovered: ({ alert }) => `指标已恢复（${inWords(alert.value, alert.unit)}），预警解除`,
  'signed-off': ({ alert }) => `预警经签批解除：${alert.reason ?? ''}`,
}

const note = async (engine: Engine, trx: Trx, event: AlertEvent): Promise<void> => {
  const text = NOTES[event.what]?.(event)
  if (text === undefined) return
  const row = await findCaseOfAlert(trx, event.alert.id, true)
  if (!row) return
  const draft = remark(draftFrom(engine, row), text, engine.ctx.now())
  await inTurn(actionSteps(engine, trx, draft, subjectOf(row)))
  announce(engine, draft, row)
}

/** Subscribes to the alerts; before the outbox starts. */
export const followAlerts = (engine: Engine): void => {
  const handle = async (trx: Trx, event: OutboxEvent): Promise<void> => {
    const alert = AlertEvent.parse(event.payload)
    if (event.topic === 'alert.raised') await open(engine, trx, alert, event.at)
    else await note(engine, trx, alert)
  }
  engine.ports.outbox.consume('business.cases', ['alert.raised', 'alert.changed', 'alert.closed'], handle)
}
