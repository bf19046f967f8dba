import { formatAgo } from '../../ui/format.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR

/** «3 小时前» instead of «3 小时 45 分前»: in a list the larger unit says enough. */
export const coarseAgo = (at: string, now: number): string => {
  const passed = now - Date.parse(at)
  const unit = passed >= DAY ? DAY : passed >= HOUR ? HOUR : 1
  return formatAgo(now - Math.floor(passed / unit) * unit, now)
}
