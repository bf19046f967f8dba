/** What was reported, in the reporter's words. Long letters are folded: the next decision must stay on the screen. */
import { useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { useWords } from '../../ui/i18n.ts'

/** about six lines on a phone */
const LONG = 160

export const CaseWords = ({ text }: { text: string }) => {
  const t = useWords()
  const [all, setAll] = useState(false)
  const long = [...text].length > LONG
  return (
    <div>
      <p className="gov-case-words" data-folded={(long && !all) || undefined}>
        {text}
      </p>
      {long && (
        <Button size="small" tone="plain" aria-expanded={all} onPress={() => setAll(!all)}>
          {t(all ? 'case.fold' : 'case.unfold')}
        </Button>
      )}
    </div>
  )
}
