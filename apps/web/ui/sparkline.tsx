/** A trend without axes: gaps stay gaps, the last value has a dot. Decorative beside a number that says the same. */
export const sparkPath = (
  values: readonly (number | null)[],
  width: number,
  height: number,
): { line: string; last: [number, number] | null } => {
  const known = values.filter((value): value is number => value !== null)
  if (known.length === 0) return { line: '', last: null }
  const low = Math.min(...known)
  const span = Math.max(...known) - low || 1
  const step = values.length > 1 ? width / (values.length - 1) : 0
  const pad = 2
  let line = ''
  let pen = false
  let last: [number, number] | null = null
  values.forEach((value, index) => {
    if (value === null) {
      pen = false
      return
    }
    const x = values.length > 1 ? index * step : width
    const y = pad + (height - 2 * pad) * (1 - (value - low) / span)
    line += `${pen ? 'L' : 'M'}${x.toFixed(1)} ${y.toFixed(1)}`
    pen = true
    last = [x, y]
  })
  return { line, last }
}

export const Sparkline = ({
  values,
  width = 120,
  height = 28,
}: {
  values: readonly (number | null)[]
  width?: number
  height?: number
}) => {
  const { line, last } = sparkPath(values, width - 6, height)
  return (
    <svg
      viewBox={`-3 0 ${width} ${height}`}
      width="100%"
      height={height}
      preserveAspectRatio="none"
      aria-hidden
      style={{ overflow: 'visible' }}
    >
      <path
        d={line}
        fill="none"
        stroke="currentColor"
        strokeWidth="1.5"
        vectorEffect="non-scaling-stroke"
        strokeLinejoin="round"
        strokeLinecap="round"
      />
      {last && (
        <path
          d={`M${last[0]} ${last[1]}h.01`}
          stroke="currentColor"
          strokeWidth="5"
          strokeLinecap="round"
          vectorEffect="non-scaling-stroke"
        />
      )}
    </svg>
  )
}
