/** The query language q (clause 4.9) as a tree. Names are as written until they are expanded. */

export const COMPARISONS = ['==', '!=', '>=', '<=', '>', '<'] as const
export type Comparison = (typeof COMPARISONS)[number]

export type Literal =
  | { kind: 'number'; value: number }
  | { kind: 'string'; value: string }
  | { kind: 'boolean'; value: boolean }
  /** DateTime, Date or Time, unquoted */
  | { kind: 'time'; value: string }
  /** an unquoted URI or word */
  | { kind: 'term'; value: string }

export type Operand =
  | { kind: 'one'; value: Literal }
  | { kind: 'list'; values: Literal[] }
  | { kind: 'range'; from: Literal; to: Literal }

export interface Path {
  /** attribute, sub-attributes, at the end perhaps a time or unit */
  names: string[]
  /** members inside a JSON value, or one language tag: attr[a.b] */
  trailing: string[]
  /** continues on the entity that the relationship points at: attr{Type:path} */
  linked?: { types: string[]; path: Path }
}

export type Q =
  | { op: 'and' | 'or'; terms: Q[] }
  | { op: 'exists'; path: Path }
  /** no instance of the attribute at all: !attr */
  | { op: 'absent'; path: Path }
  | { op: Comparison; path: Path; operand: Operand }
  | { op: '~=' | '!~='; path: Path; pattern: string }

/** Every path of a tree. */
export const pathsOf = (q: Q): Path[] => ('terms' in q ? q.terms.flatMap(pathsOf) : [q.path])

/** How many relationships a path follows. */
export const depthOf = (path: Path): number => (path.linked ? 1 + depthOf(path.linked.path) : 0)

/** The same tree with every name (and type hint) mapped; `value` may rewrite the literals of a path. */
export const mapNames = (
  q: Q,
  name: (name: string, place: number) => string,
  value?: (path: Path, literal: Literal) => Literal,
): Q => {
  const mapPath = (path: Path): Path => ({
    names: path.names.map(name),
    trailing: path.trailing,
    ...(path.linked
      ? { linked: { types: path.linked.types.map((type) => name(type, 0)), path: mapPath(path.linked.path) } }
      : {}),
  })
  const mapOperand = (path: Path, operand: Operand): Operand => {
    if (!value) return operand
    if (operand.kind === 'one') return { kind: 'one', value: value(path, operand.value) }
    if (operand.kind === 'list') return { kind: 'list', values: operand.values.map((literal) => value(path, literal)) }
    return operand
  }
  const walk = (node: Q): Q => {
    if ('terms' in node) return { op: node.op, terms: node.terms.map(walk) }
    const path = mapPath(node.path)
    if ('operand' in node) return { ...node, path, operand: mapOperand(node.path, node.operand) }
    return { ...node, path }
  }
  return walk(q)
}
