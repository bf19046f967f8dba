/** The case on a phone: a page of its own. The open form stands in the address, so that back closes it. */
import { useNavigate } from '@tanstack/react-router'
import { useEffect } from 'react'
import { useCaseAddress, useCaseId } from '../addresses.ts'
import { CaseView } from './case-view.tsx'
import './queue-page.css'

let seen: string | undefined
/** the case that was open last, on this page load */
export const lastSeen = (): string | undefined => seen

export const CasePage = () => {
  const id = useCaseId() ?? ''
  const { action, filter } = useCaseAddress()
  const navigate = useNavigate()
  useEffect(() => {
    seen = id
  }, [id])
  return (
    <div className="gov-bleed">
      <CaseView
        id={id}
        desk={false}
        open={action ?? null}
        onOpen={(open) =>
          void navigate({
            to: '/cases/$id',
            params: { id },
            search: { ...filter, action: open ?? undefined },
            replace: open === null || action !== undefined,
          })
        }
      />
    </div>
  )
}
