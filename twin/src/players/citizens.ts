/** Citizens: some report through the 12345 hotline's Open311 door, some with the phone, and say how it went. */
import type { Http } from '../clients/http.ts'
import type { Complaint } from '../data/complaints.ts'
import { pickStreet, pointIn, type Street } from '../data/places.ts'
import { drawPhoto } from '../photo.ts'
import { pace, repeat, type Stage } from './player.ts'

interface OwnReport {
  id: string
  canAppraise: boolean
}

const describe = (complaint: Complaint): string =>
  complaint.real ? `【演示落点：原文来自其他城市，地名已隐去】${complaint.text}` : `【模拟】${complaint.text}`

const report = async (
  stage: Stage,
  hotline: Http,
  citizen: Http,
  streets: readonly Street[],
  complaint: Complaint,
): Promise<void> => {
  const street = pickStreet(streets, stage.keep, stage.random)
  const place = pointIn(street, stage.random)
  if (stage.random.chance(0.5)) {
    await hotline.form('/open311/v2/requests.json', {
      service_code: complaint.category,
      lat: String(place.lat),
      long: String(place.lon),
      address_string: `${street.name}（演示落点）`,
      description: `${complaint.title}\n${describe(complaint)}`,
    })
    return
  }
  const photo = await citizen.upload<{ id: string }>(
    '/api/attachments',
    'report.png',
    'image/png',
    drawPhoto('before', stage.random),
  )
  await citizen.send('POST', '/api/citizen/reports', {
    type: 'city-management',
    category: complaint.category,
    title: complaint.title.slice(0, 60),
    description: describe(complaint),
    place: { ...place, crs: 'EPSG:4490', address: `${street.name}（演示落点）` },
    attachments: [photo.id],
    provenance: complaint.real ? 'elsewhere' : 'simulated',
  })
}

/** Nine of ten were answered, four of five were helped: enough to move the three rates, not enough to make them perfect. */
const appraise = async (stage: Stage, citizen: Http): Promise<void> => {
  const { items } = await citizen.get<{ items: OwnReport[] }>('/api/citizen/reports')
  const open = items.find((item) => item.canAppraise)
  if (!open) return
  const resolved = stage.random.chance(0.8) ? 'yes' : stage.random.chance(0.6) ? 'partly' : 'no'
  await citizen.send('POST', `/api/citizen/reports/${open.id}/appraise`, {
    responded: stage.random.chance(0.92),
    resolved,
    satisfaction:
      resolved === 'yes'
        ? stage.random.integer(4, 5)
        : resolved === 'partly'
          ? stage.random.integer(2, 4)
          : stage.random.integer(1, 2),
    comment: resolved === 'yes' ? '处理得很快，谢谢。' : '希望再看看。',
  })
}

export const playCitizens = async (
  stage: Stage,
  hotline: Http,
  citizen: Http,
  streets: readonly Street[],
  next: () => Complaint,
): Promise<void> => {
  await Promise.all([
    repeat(
      'citizens',
      stage,
      () => pace(stage, 30 * stage.random.between(0.5, 1.5), 4_000),
      () => report(stage, hotline, citizen, streets, next()),
    ),
    repeat(
      'appraisal',
      stage,
      () => pace(stage, 15, 4_000),
      () => appraise(stage, citizen),
    ),
  ])
}
