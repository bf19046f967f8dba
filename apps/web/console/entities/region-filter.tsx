import { useWords } from '../../ui/i18n.ts'
import { RegionInput } from '../parts/antd/inputs.tsx'

/** A region down the tree, to streets. */
export const RegionFilter = ({
  top,
  value,
  onChange,
}: {
  top: string
  value: string | null
  onChange: (region: string | null) => void
}) => {
  const t = useWords()
  return (
    <span className="hc-region-filter">
      <RegionInput label={t('entities.region')} top={top} finest={9} value={value} onChange={onChange} clearable small />
    </span>
  )
}
