/** The clock of the room, and the way to any past minute and back. */
import { useState } from 'react'
import { Dialog as AriaDialog, DialogTrigger } from 'react-aria-components/Dialog'
import { Popover } from 'react-aria-components/Popover'
import { Button } from '../ui/button.tsx'
import { formatDate, formatTime, instantOf, localMinute } from '../ui/format.ts'
import { useWords } from '../ui/i18n.ts'
import { Icon } from '../ui/icon.tsx'
import { useNow } from '../ui/use-now.ts'
import { useView } from './view.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const QUICK = [
  { key: 'hourAgo', ms: HOUR },
  { key: 'sixHoursAgo', ms: 6 * HOUR },
  { key: 'yesterday', ms: 24 * HOUR },
  { key: 'weekAgo', ms: 7 * 24 * HOUR },
] as const

const Choice = ({ close }: { close: () => void }) => {
  const t = useWords()
  const { view, go } = useView()
  const [minute, setMinute] = useState(() => view.at ?? localMinute(Date.now()))
  const leave = (at: string | undefined) => {
    go({ at })
    close()
  }
  const chosen = instantOf(minute)
  const future = chosen !== undefined && Date.parse(chosen) > Date.now()
  return (
    <form
      className="cp-when"
      onSubmit={(event) => {
        event.preventDefault()
        if (chosen && !future) leave(minute)
      }}
    >
      <label htmlFor="when">{t('time.asOf')}</label>
      <input
        id="when"
        className="cp-when-input"
        type="datetime-local"
        value={minute}
        max={localMinute(Date.now())}
        aria-describedby={future ? 'when-error' : undefined}
        onChange={(event) => setMinute(event.target.value)}
      />
      {future && (
        <span id="when-error" role="alert">
          {t('time.future')}
        </span>
      )}
      <div className="cp-when-quick">
        {QUICK.map(({ key, ms }) => (
          <Button key={key} size="small" onPress={() => leave(localMinute(Date.now() - ms))}>
            {t(`time.${key}`)}
          </Button>
        ))}
      </div>
      <Button tone="primary" type="submit" isDisabled={!chosen || future} wide>
        {t('time.look')}
      </Button>
      {view.at && (
        <Button icon="play" wide onPress={() => leave(undefined)}>
          {t('time.backToLive')}
        </Button>
      )}
    </form>
  )
}

export const TimeControl = () => {
  const t = useWords()
  const { at } = useView()
  const now = useNow(1000)
  const shown = at ?? now
  return (
    <DialogTrigger>
      <Button tone="plain">
        <span className="cp-clock">
          <b>{formatTime(shown, at === undefined)}</b>
          <small>{formatDate(shown)}</small>
        </span>
        <Icon name="history" />
        <span className="hh-spoken">{t('time.choose')}</span>
      </Button>
      <Popover placement="bottom end">
        <AriaDialog className="cp-pop" aria-label={t('time.choose')}>
          {({ close }) => <Choice close={close} />}
        </AriaDialog>
      </Popover>
    </DialogTrigger>
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
