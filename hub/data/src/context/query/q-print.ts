/** Writes a query tree as text that parses to the same tree. */
import type { Literal, Operand, Path, Q } from './q-ast.ts'

const printPath = (path: Path): string => {
  const names = path.names.join('.')
  if (path.linked) {
    const { types, path: inner } = path.linked
    return `${names}{${types.length > 0 ? `${types.join('|')}:` : ''}${printPath(inner)}}`
  }
  return path.trailing.length > 0 ? `${names}[${path.trailing.join('.')}]` : names
}

const printLiteral = (literal: Literal): string =>
  literal.kind === 'string' ? JSON.stringify(literal.value) : String(literal.value)

const printOperand = (operand: Operand): string => {
  if (operand.kind === 'one') return printLiteral(operand.value)
  if (operand.kind === 'list') return operand.values.map(printLiteral).join(',')
  return `${printLiteral(operand.from)}..${printLiteral(operand.to)}`
}

export const printQ = (q: Q, inside: 'and' | 'or' | null = null): string => {
  if ('terms' in q) {
    const text = q.terms.map((term) => printQ(term, q.op)).join(q.op === 'and' ? ';' : '|')
    return inside === null ? text : `(${text})`
  }
  if ('operand' in q) return `${printPath(q.path)}${q.op}${printOperand(q.operand)}`
  if ('pattern' in q) return `${printPath(q.path)}${q.op}${JSON.stringify(q.pattern)}`
  return q.op === 'absent' ? `!${printPath(q.path)}` : printPath(q.path)
}
