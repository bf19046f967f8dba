/** settings.strategy.by → strategyBy: the key of the words of a setting. */
export const wordKey = (path: string): string =>
  path
    .split('.')
    .slice(1)
    .map((step, at) => (at === 0 ? step : step[0]?.toUpperCase() + step.slice(1)))
    .join('')
