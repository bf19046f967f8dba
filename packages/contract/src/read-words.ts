/** The words of a read as plain lists, for who only tells them apart: no schema comes along. */
import type { Text } from './text.ts'

/** What a read is for; it decides with grant and field what is shown, and stands in every record of a read. */
export const PURPOSES = [
  'public-service',
  'governance',
  'emergency',
  'supervision',
  'statistics',
  'return-flow',
  'quality',
  'own-data',
] as const

export const PURPOSE_NAMES: Record<(typeof PURPOSES)[number], Text> = {
  'public-service': { zh: '公共服务', en: 'Public service' },
  governance: { zh: '社会治理', en: 'Governance' },
  emergency: { zh: '应急处置', en: 'Emergency' },
  supervision: { zh: '监督检查', en: 'Supervision' },
  statistics: { zh: '统计分析', en: 'Statistics' },
  'return-flow': { zh: '数据回流', en: 'Return flow' },
  quality: { zh: '质量核查', en: 'Quality' },
  'own-data': { zh: '本人数据', en: 'Own data' },
}

/** Ways in which a grant lets data be had. */
export const CHANNELS = ['api', 'table', 'file', 'event'] as const

export const CHANNEL_NAMES: Record<(typeof CHANNELS)[number], Text> = {
  api: { zh: '接口', en: 'Interface' },
  table: { zh: '库表', en: 'Table' },
  file: { zh: '文件', en: 'File' },
  event: { zh: '事件', en: 'Event' },
}

export const READ_WAYS = ['api', 'event', 'export', 'screen', 'table'] as const
