/** 待发送: what has not left this phone yet, why, and what can be done about it. */
import { useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Empty } from '../../ui/faces.tsx'
import { formatMoment } from '../../ui/format.ts'
import { useWords } from '../../ui/i18n.ts'
import { Icon } from '../../ui/icon.tsx'
import { outbox, useOutbox } from '../../ui/offline/browser-outbox.ts'
import type { Submission } from '../../ui/offline/outbox.ts'
import { useMe } from '../../ui/session.ts'
import { useNow } from '../../ui/use-now.ts'
import './outbox-page.css'

const Row = ({ item, now, onDrop }: { item: Submission; now: number; onDrop: () => void }) => {
  const t = useWords()
  return (
    <li className="gov-out" data-state={item.state}>
      <Icon name={item.state === 'refused' ? 'info' : item.state === 'sending' ? 'send' : 'clock'} />
      <span>
        <b>{item.title}</b>
        <small>
          {t(`outbox.kind.${item.kind}`)} · {formatMoment(item.at, now)} · {t('outbox.photos', { count: item.photos.length })}
        </small>
        <span>
          {item.state === 'waiting' && item.error
            ? `${t('outbox.state.waiting')}：${item.error}`
            : t(`outbox.state.${item.state}`)}
        </span>
        {item.state === 'refused' && (
          <span className="hh-field-error">
            {[item.error, ...item.fields.map(({ message }) => message)].filter(Boolean).join('。')}
          </span>
        )}
      </span>
      <Button size="small" tone="danger" icon="trash" isDisabled={item.state === 'sending'} onPress={onDrop}>
        {t('outbox.drop')}
      </Button>
    </li>
  )
}

export const OutboxPage = () => {
  const t = useWords()
  const now = useNow()
  const { data: me } = useMe()
  const items = useOutbox(me?.account.id)
  const [dropping, setDropping] = useState<Submission | null>(null)
  return (
    <div className="gov-outbox">
      <h1>{t('outbox.title')}</h1>
      <p>{t('outbox.help')}</p>
      {items.length === 0 ? (
        <Empty icon="check" title={t('outbox.empty')}>
          {t('outbox.emptyHelp')}
        </Empty>
      ) : (
        <>
          <ul>
            {items.map((item) => (
              <Row key={item.id} item={item} now={now} onDrop={() => setDropping(item)} />
            ))}
          </ul>
          <Button tone="primary" icon="send" onPress={() => me && void outbox.flush(me.account.id)}>
            {t('outbox.send')}
          </Button>
        </>
      )}
      {dropping && (
        <Dialog
          open
          strict
          onClose={() => setDropping(null)}
          title={t('outbox.dropTitle')}
          footer={
            <>
              <Button onPress={() => setDropping(null)}>{t('action.cancel')}</Button>
              <Button
                tone="danger"
                onPress={() => {
                  void outbox.remove(dropping.id)
                  setDropping(null)
                }}
              >
                {t('outbox.drop')}
              </Button>
            </>
          }
        >
          {t('outbox.dropHelp', { title: dropping.title })}
        </Dialog>
      )}
    </div>
  )
}
