/** 我的数据谁看过: every read of my record, the records themselves, and a word against a read. */
import type { MyDataStanding } from '@haihe/contract'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { Faces, LoadingRows } from '../../ui/faces.tsx'
import { useWords } from '../../ui/i18n.ts'
import { Icon } from '../../ui/icon.tsx'
import { useApi } from '../../ui/queries.ts'
import { Tabs } from '../../ui/tabs.tsx'
import { SignInFirst } from '../sign-in-first.tsx'
import { useVisitor } from '../visitor.ts'
import './my-data.css'
import '../reports/reports.css'
import { Objections } from './objections.tsx'
import { Reads } from './reads.tsx'
import { Records } from './records.tsx'
import { type MyDataSearch, TABS } from './search.ts'
import { VerifyForm } from './verify-form.tsx'

const CONTENT = { reads: <Reads />, records: <Records />, objections: <Objections /> }

const Verified = ({ standing }: { standing: MyDataStanding }) => {
  const t = useWords()
  const search = useSearch({ strict: false }) as MyDataSearch
  const navigate = useNavigate()
  return (
    <>
      <ul className="cit-subjects">
        {standing.subjects.map((subject) => (
          <li key={subject.kind}>
            <Icon name="shield" />
            <span>
              {t(`myData.verified.${subject.kind}`)} <bdi className="cit-number">{subject.masked}</bdi>
            </span>
            {subject.method === 'simulated' && <small>{t('myData.verified.simulated')}</small>}
          </li>
        ))}
      </ul>
      <Tabs
        label={t('myData.title')}
        tabs={TABS.map((id) => ({
          id,
          label: t(`myData.tabs.${id}`),
          content: <div className="cit-my-data">{CONTENT[id]}</div>,
        }))}
        selected={search.tab ?? 'reads'}
        onSelect={(tab) => void navigate({ to: '/my-data', search: { ...search, tab } as never, replace: true })}
      />
    </>
  )
}

const Standing = () => {
  const query = useApi<MyDataStanding>('/api/my-data')
  return (
    <Faces of={query} loading={<LoadingRows rows={3} height="8rem" />}>
      {(standing) => (standing.subjects.length === 0 ? <VerifyForm standing={standing} /> : <Verified standing={standing} />)}
    </Faces>
  )
}

export const MyDataPage = () => {
  const t = useWords()
  const { me } = useVisitor()
  return (
    <div className="cit-page">
      <h1>{t('myData.title')}</h1>
      {me ? <Standing /> : me === null ? <SignInFirst why={t('myData.signIn')} /> : <LoadingRows rows={3} height="8rem" />}
    </div>
  )
}
