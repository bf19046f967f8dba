/** For tests: every route of a table refuses whoever its permission refuses, and nobody else. */
import assert from 'node:assert/strict'
import { type Actor, holds, ROLES, type Role } from '@haihe/contract'
import type { FastifyInstance } from 'fastify'
import type { Route } from '../http/route.ts'

/** One actor per role, by the name of the role: what testServer() takes as its callers. */
export const roleActors = (region: string): Record<Role, Actor> =>
  Object.fromEntries(
    ROLES.map((role): [Role, Actor] => [
      role,
      { id: `test-${role}`, kind: 'person', name: role, grants: [{ role, unit: null, region }], assurance: 3 },
    ]),
  ) as Record<Role, Actor>

interface Refusal {
  code?: string
  permission?: string
}

const problem = (body: string): Refusal => {
  try {
    return JSON.parse(body) as Refusal
  } catch {
    return {}
  }
}

/** True when the floor itself turned the caller away: before the route saw anything of the request. */
const turnedAway = (status: number, body: string, permission: string): boolean =>
  status === 403 && problem(body).code === 'FORBIDDEN' && problem(body).permission === permission

/**
 * Calls each route without a body as nobody and as each role. Expects 401 for nobody, 403 for a role without the
 * permission, and that the floor lets everybody else through (whatever the route then makes of an empty request).
 * `app`: a testServer() over the routes whose callers are `roleActors(region)`.
 */
export const assertRouteAccess = async (
  app: FastifyInstance,
  routes: readonly Pick<Route, 'method' | 'url' | 'permission'>[],
): Promise<void> => {
  const actors = roleActors('99')
  for (const { method, url, permission } of routes) {
    const at = `${method} ${url}`
    assert.ok(permission, `${at} has no permission`)
    const path = url.replaceAll(/:(\w+)/g, 'unknown').replaceAll('*', 'unknown')
    const call = (headers: Record<string, string>) => app.inject({ method, url: path, headers })
    const nobody = await call({})
    if (permission !== 'public') {
      assert.equal(nobody.statusCode, 401, `${at} as nobody`)
      assert.equal(problem(nobody.body).code, 'UNAUTHENTICATED', `${at} as nobody`)
    }
    for (const role of ROLES) {
      const { statusCode, body } = await call({ authorization: role })
      const allowed = permission === 'public' || permission === 'session' || holds(actors[role], permission)
      if (allowed) assert.ok(!turnedAway(statusCode, body, permission), `${at} refuses ${role}`)
      else assert.ok(turnedAway(statusCode, body, permission), `${at} lets ${role} in: ${statusCode}`)
    }
  }
}
