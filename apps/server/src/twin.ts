/** Starts the twin as a child process with credentials of its own: it gets no more than a real device or person has. */
import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { Log } from '@haihe/kernel'

export interface Twin {
  stop: () => Promise<void>
}

const MAIN = fileURLToPath(import.meta.resolve('@haihe/twin'))

/** `settings` goes in over standard input, so that no secret shows in a process list. */
export const startTwin = (settings: object, log: Log, print: (line: string) => void): Twin => {
  const child = fork(MAIN, [], { stdio: ['pipe', 'pipe', 'pipe', 'ipc'] })
  child.stdin?.end(JSON.stringify(settings))
  child.stdout?.on('data', (chunk: Buffer) => print(chunk.toString('utf8').trimEnd()))
  child.stderr?.on('data', (chunk: Buffer) => log.warn({ twin: true }, chunk.toString('utf8').trimEnd()))
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  child.once('exit', (code) => {
    if (code) log.warn({ code }, 'the twin ended')
  })
  return {
    stop: async () => {
      child.kill('SIGTERM')
      await Promise.race([gone, new Promise((resolve) => setTimeout(resolve, 3000).unref())])
      if (child.exitCode === null) child.kill('SIGKILL')
    },
  }
}
