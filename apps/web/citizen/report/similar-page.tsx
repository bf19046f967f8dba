/** Between place and photo: has somebody reported the same? Nothing nearby, and nobody sees this page. */
import type { SimilarReport } from '@haihe/contract'
import { useNavigate } from '@tanstack/react-router'
import { useEffect } from 'react'
import { Button } from '../../ui/button.tsx'
import { LoadingRows } from '../../ui/faces.tsx'
import { useWords } from '../../ui/i18n.ts'
import { useApi } from '../../ui/queries.ts'
import type { Parts } from './ask.ts'
import { QuestionFrame } from './question-frame.tsx'
import { SimilarList } from './similar-list.tsx'

export const Similar = ({ draft }: Parts) => {
  const t = useWords()
  const navigate = useNavigate()
  const { place, category } = draft.words
  const { data, isPending } = useApi<SimilarReport[]>(
    '/api/citizen/reports/similar',
    { category, lon: place?.lon ?? 0, lat: place?.lat ?? 0 },
    { enabled: place !== null && category !== '' },
  )
  const nothing = !isPending && (data ?? []).length === 0
  const on = (replace: boolean) => void navigate({ to: '/report/$question', params: { question: 'photo' }, replace })
  // biome-ignore lint/correctness/useExhaustiveDependencies: leaves once it is known that there is nothing to show
  useEffect(() => {
    if (nothing) on(true)
  }, [nothing])
  return (
    <QuestionFrame
      question="where"
      title={t('similar.title')}
      help={t('similar.help')}
      other={
        <Button wide onPress={() => on(false)}>
          {t('similar.other')}
        </Button>
      }
    >
      {data ? <SimilarList reports={data} onJoined={draft.clear} /> : <LoadingRows rows={2} height="8rem" />}
    </QuestionFrame>
  )
}
