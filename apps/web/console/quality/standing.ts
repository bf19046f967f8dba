import type { StateTone } from '../parts/small.tsx'
import type { Standing } from './quality.ts'

export const STANDING_TONE: Record<Standing, StateTone> = { good: 'good', rectify: 'wait', stop: 'bad', none: 'off' }
