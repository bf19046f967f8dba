/** 我的数据谁看过: works for every resource with a subject, with no work by its owner. */
import { accountSubjects, type Ctx, type Module } from '@haihe/kernel'
import type { Subjects } from '../platform/ports.ts'
import { lookupRoutes } from './lookup-routes.ts'
import { followObjections } from './objections.ts'
import { type MyDataRouteDeps, myDataRoutes } from './routes.ts'

type MyDataDeps = MyDataRouteDeps

/** The port: whom an account stands for. */
export const createSubjects = ({ db }: Pick<Ctx, 'db'>): Subjects => ({
  of: (account) => accountSubjects(db, account),
})

export const createMyData = (deps: MyDataDeps): Module => {
  followObjections(deps)
  return { name: 'my-data', routes: [...myDataRoutes(deps), ...lookupRoutes(deps)] }
}
