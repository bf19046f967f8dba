/** The report, one question a page. The question stands in the address, the answers in the draft. */
import { useNavigate, useParams } from '@tanstack/react-router'
import { useEffect } from 'react'
import { useReportType } from '../../ui/category/use-categories.ts'
import { LoadingRows } from '../../ui/faces.tsx'
import { useWords } from '../../ui/i18n.ts'
import { useDraft } from '../../ui/offline/draft.ts'
import { useLocalPhotos } from '../../ui/offline/local-photos.ts'
import { SignInFirst } from '../sign-in-first.tsx'
import { useVisitor } from '../visitor.ts'
import { Check } from './check-page.tsx'
import { draftName } from './draft.ts'
import { Contact, PhotoStep, Words } from './photo-words-contact.tsx'
import { EMPTY_REPORT, faultOf, questionFrom, reachable } from './questions.ts'
import './report.css'
import { Similar } from './similar-page.tsx'
import { What, Where } from './what-where.tsx'

const PAGES = { what: What, where: Where, photo: PhotoStep, words: Words, contact: Contact, check: Check } as const

const Asking = ({ account }: { account: string }) => {
  const { question = '' } = useParams({ strict: false }) as { question?: string }
  const navigate = useNavigate()
  const draft = useDraft(draftName(account), EMPTY_REPORT)
  const photos = useLocalPhotos(draft.photos, draft.ready, draft.setPhotos)
  const kept = draft.ready && photos.photos.length === 0 && draft.photos.length > 0 ? draft.photos.length : photos.photos.length
  const least = useReportType().data?.type.photos ?? 0
  const asked = question === 'similar' ? 'where' : (questionFrom(question) ?? 'what')
  const shown = draft.ready ? reachable(asked, draft.words, kept, least) : asked
  useEffect(() => {
    if (shown !== asked) void navigate({ to: '/report/$question', params: { question: shown }, replace: true })
  }, [shown, asked, navigate])
  const parts = { account, draft, photos, least }
  if (!draft.ready) return <LoadingRows rows={4} />
  if (question === 'similar' && faultOf('where', draft.words, kept) === undefined) return <Similar {...parts} />
  const Page = PAGES[shown]
  return <Page {...parts} />
}

export const ReportPage = () => {
  const t = useWords()
  const { me } = useVisitor()
  if (me === undefined) return <LoadingRows rows={4} />
  return me ? <Asking account={me.account.id} /> : <SignInFirst why={t('signIn.forReport')} />
}
