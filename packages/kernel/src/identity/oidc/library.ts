import type { Log } from '../../log.ts'

const NOTICE = 'Unsupported runtime'

/**
 * Loads oidc-provider. On a Node release that is not yet "long-term" it writes a warning to the console as it loads;
 * the hub pins its Node version and tests on it, so the line goes to the debug log instead of the operator's terminal.
 */
export const loadLibrary = async (log: Log): Promise<typeof import('oidc-provider')> => {
  const { warn } = console
  console.warn = (...parts: unknown[]) => (String(parts[0]).includes(NOTICE) ? log.debug(String(parts[0])) : warn(...parts))
  try {
    return await import('oidc-provider')
  } finally {
    console.warn = warn
  }
}
