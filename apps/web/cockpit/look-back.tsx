/** The clock of the room, and the banner that says that the screen shows the past. */
import { Button } from '../ui/button.tsx'
import { formatDate, formatTime } from '../ui/format.ts'
import { useWords } from '../ui/i18n.ts'
import { Icon } from '../ui/icon.tsx'
import { localMinute } from '../ui/minute.ts'
import { useNow } from '../ui/use-now.ts'
import { useView } from './view.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE

/** The time the screen shows: now, to the second, or the minute looked back to. */
export const Clock = () => {
  const { at } = useView()
  const now = useNow(1000)
  const shown = at ?? now
  return (
    <span className="cp-clock">
      <b>{formatTime(shown, at === undefined)}</b>
      <small>{formatDate(shown)}</small>
    </span>
  )
}

/** Says in the middle of the screen that this is the past, with small steps and the way back. */
export const LookBackBanner = ({ at }: { at: string }) => {
  const t = useWords()
  const { go } = useView()
  const step = (ms: number) => {
    const next = Date.parse(at) + ms
    go({ at: next >= Date.now() - MINUTE ? undefined : localMinute(next) })
  }
  return (
    <div className="cp-back" role="status">
      <Icon name="history" />
      <strong>{t('back.title', { at: `${formatDate(at)} ${formatTime(at)}` })}</strong>
      <span className="cp-back-help">{t('back.help')}</span>
      <span className="cp-back-steps">
        <Button size="small" icon="chevronLeft" onPress={() => step(-HOUR)}>
          {t('back.hour')}
        </Button>
        <Button size="small" onPress={() => step(-10 * MINUTE)}>
          {t('back.minutes', { n: -10 })}
        </Button>
        <Button size="small" onPress={() => step(10 * MINUTE)}>
          {t('back.minutes', { n: '+10' })}
        </Button>
        <Button size="small" tone="primary" icon="play" onPress={() => go({ at: undefined })}>
          {t('time.backToLive')}
        </Button>
      </span>
    </div>
  )
}
