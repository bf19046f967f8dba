/** A worker in a process of its own, to be killed in the middle of a run. Argument: database. */
import { createLiveHub, createLog, openDatabase } from '@haihe/kernel'
import { createWorker } from '../run/worker.ts'
import { runServices } from './desk.ts'
import { loans } from './loans.ts'

const [url = ''] = process.argv.slice(2)
const database = openDatabase(url, 4)
const now = () => new Date()
const city = { code: '99', name: { zh: '书城', en: 'Booktown' }, bounds: [116, 38, 118, 40], timeZone: 'Asia/Shanghai' }
const ctx = { ...database, log: createLog('silent'), now, live: createLiveHub(now), city }
const worker = createWorker(runServices(ctx as unknown as Parameters<typeof runServices>[0], loans()), { every: 50 })
worker.start()
// alive as long as its parent
process.on('message', () => {})
process.on('disconnect', () => process.exit())
