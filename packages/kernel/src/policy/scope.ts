/** The policy of the contract as a predicate: a list never loads what it would then hide. */
import { type Actor, type Permission, scopesOf } from '@haihe/contract'
import { type RawBuilder, sql } from 'kysely'

/** The scopes without those that lie inside another: fewer branches for the planner. */
const outermost = (scopes: readonly string[]): string[] =>
  scopes.filter((scope) => !scopes.some((other) => other !== scope && scope.startsWith(other)))

/** The smallest text after every text that starts with the prefix, in byte order ('1201' → '1202'). */
export const afterPrefix = (prefix: string): string => {
  const last = prefix.charCodeAt(prefix.length - 1)
  return prefix.slice(0, -1) + String.fromCharCode(last + 1)
}

/**
 * True for rows whose region the actor may see with this permission; equals mayIn() of the contract for every region.
 *
 * `column`: the region column, with its alias where the query has one ('e.region'). Each scope becomes one range in
 * byte order, so that an index `(region text_pattern_ops, …)` answers it even with bound parameters, where
 * `LIKE $1 || '%'` would not. An actor without the permission gets FALSE.
 */
export const scopePredicate = (actor: Actor, permission: Permission, column: string): RawBuilder<boolean> => {
  const scopes = outermost(scopesOf(actor, permission))
  if (scopes.length === 0) return sql<boolean>`FALSE`
  const region = sql.ref(column)
  const ranges = scopes.map((scope) => sql`(${region} ~>=~ ${scope} AND ${region} ~<~ ${afterPrefix(scope)})`)
  return sql<boolean>`(${sql.join(ranges, sql` OR `)})`
}
