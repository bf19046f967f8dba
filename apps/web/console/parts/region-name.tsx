import { useRegionName } from './names.ts'

/** The name of a region for its code; asked for once and kept. */
export const RegionName = ({ code }: { code: string }) => <span title={code}>{useRegionName(code)}</span>
