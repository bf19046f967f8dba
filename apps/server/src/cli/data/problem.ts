/** What went wrong, in words for the person at the terminal, and the exit code for the script around it. */
import { HubProblem } from '@haihe/client'
import { OutcomeError, UsageError } from './command.ts'

export const EXIT = { ok: 0, failed: 1, usage: 2, forbidden: 3, notFound: 4, unreachable: 5 } as const

const codeOf = (status: number): number =>
  status === 401 || status === 403 ? EXIT.forbidden : status === 404 ? EXIT.notFound : EXIT.failed

const HINTS: Record<number, string> = {
  401: '请检查 HAIHE_TOKEN：令牌缺失、无效或已过期',
  403: '当前令牌没有这项权限，或对象不在它的单位和区划之内',
  413: '内容超过了中枢接受的大小',
  429: '已达调用上限，稍后再试',
}

/** `url` is the hub that was called. */
export const explain = (error: unknown, url: string): { message: string; code: number } => {
  if (error instanceof UsageError) return { message: error.message, code: EXIT.usage }
  if (error instanceof OutcomeError) return { message: error.message, code: EXIT.failed }
  if (error instanceof HubProblem) {
    const lines = [`${error.message}（${error.code}，HTTP ${error.status}）`]
    for (const { path, message } of error.errors) lines.push(`  ${path ? `${path}：` : ''}${message}`)
    const hint = HINTS[error.status]
    if (hint) lines.push(hint)
    if (error.traceId) lines.push(`追踪编号 ${error.traceId}`)
    return { message: lines.join('\n'), code: codeOf(error.status) }
  }
  if (error instanceof TypeError && error.cause)
    return { message: `连接不到中枢 ${url}：${(error.cause as Error).message || String(error.cause)}`, code: EXIT.unreachable }
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT')
    return { message: `找不到文件 ${'path' in error ? error.path : ''}`, code: EXIT.usage }
  return { message: error instanceof Error ? error.message : String(error), code: EXIT.failed }
}
