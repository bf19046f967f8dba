/** Minutes in the city's time, as addresses and datetime inputs write them. */

export const ZONE = 'Asia/Shanghai'

const format = new Intl.DateTimeFormat('sv-SE', {
  timeZone: ZONE,
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
})

/** 2026-11-20T14:05 in Asia/Shanghai */
export const localMinute = (at: string | number): string => format.format(new Date(at)).replace(' ', 'T')

/** The other way: 2026-11-20T14:05 → 2026-11-20T14:05:00+08:00. China keeps one zone without summer time. */
export const instantOf = (minute: string): string | undefined =>
  /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/.test(minute) && !Number.isNaN(Date.parse(`${minute}:00+08:00`))
    ? `${minute}:00+08:00`
    : undefined
