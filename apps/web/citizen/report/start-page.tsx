/** Before the first question: what can be reported here, what happens then, and what belongs to a telephone instead. */
import { Link } from '@tanstack/react-router'
import { Button } from '../../ui/button.tsx'
import { LoadingRows } from '../../ui/faces.tsx'
import { useWords } from '../../ui/i18n.ts'
import { Icon } from '../../ui/icon.tsx'
import { clearDraft, readWords } from '../../ui/offline/draft.ts'
import { SignInFirst } from '../sign-in-first.tsx'
import { useVisitor } from '../visitor.ts'
import { draftName } from './draft.ts'
import { EMPTY_REPORT, firstOpen, isStarted } from './questions.ts'
import './report.css'
import { useState } from 'react'

const Begin = ({ account }: { account: string }) => {
  const t = useWords()
  const [begun, setBegun] = useState(() => readWords(draftName(account), EMPTY_REPORT))
  const started = isStarted(begun, 0)
  return (
    <div className="cit-buttons">
      <Link
        className="hh-button"
        data-tone="primary"
        data-wide
        to="/report/$question"
        params={{ question: started ? firstOpen(begun, 0) : 'what' }}
      >
        {t(started ? 'report.goOn' : 'report.begin')}
      </Link>
      {started && (
        <Button
          wide
          icon="trash"
          onPress={() => {
            void clearDraft(draftName(account))
            setBegun(EMPTY_REPORT)
          }}
        >
          {t('report.anew')}
        </Button>
      )}
    </div>
  )
}

export const StartPage = () => {
  const t = useWords()
  const { me } = useVisitor()
  return (
    <div className="cit-page">
      <h1>{t('nav.report')}</h1>
      <p className="cit-lead">{t('report.intro')}</p>
      <ul className="cit-list">
        {(['one', 'two', 'three'] as const).map((line) => (
          <li key={line}>
            <Icon name="check" />
            {t(`report.promise.${line}`)}
          </li>
        ))}
      </ul>
      <p className="cit-urgent">
        <Icon name="info" />
        <span>
          {t('report.danger')} <a href="tel:110">110</a> <a href="tel:119">119</a> <a href="tel:120">120</a>
        </span>
      </p>
      {me ? (
        <Begin account={me.account.id} />
      ) : me === null ? (
        <SignInFirst why={t('signIn.forReport')} />
      ) : (
        <LoadingRows rows={2} />
      )}
    </div>
  )
}
