/** The way to any past minute and back, behind the clock of the room. */
import { useState } from 'react'
import { Dialog as AriaDialog, DialogTrigger } from 'react-aria-components/Dialog'
import { Popover } from 'react-aria-components/Popover'
import { Button } from '../ui/button.tsx'
import { useWords } from '../ui/i18n.ts'
import { Icon } from '../ui/icon.tsx'
import { instantOf, localMinute } from '../ui/minute.ts'
import { Clock } from './look-back.tsx'
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
  return (
    <DialogTrigger>
      <Button tone="plain">
        <Clock />
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
