/** The same graph as a list: by distance, each node with what joins it to the one before. */
import type { LineageGraph, LineageNodeView } from '@haihe/contract'
import { useMemo } from 'react'
import { useWords } from '../../ui/i18n.ts'
import { Icon } from '../../ui/icon.tsx'
import { useSession } from '../../ui/session.ts'
import { AppLink } from '../parts/app-link.tsx'
import { KIND_ICON, keyOf, nodeHref, placesOf } from './nodes.ts'
import { usePlaceWords } from './place-words.ts'

/** What joins a node to those nearer to the centre, each way once. */
const useJoins = (graph: LineageGraph) => {
  const t = useWords()
  return useMemo(() => {
    const known = new Map(graph.nodes.map((node) => [keyOf(node), node]))
    const joins = new Map<string, string[]>()
    const add = (of: string, words: string) => joins.set(of, [...(joins.get(of) ?? []), words])
    for (const { from, to, by } of graph.edges) {
      const [a, b] = [known.get(from), known.get(to)]
      if (!a || !b) continue
      const isUp = Math.abs(a.distance) > Math.abs(b.distance)
      const way = isUp ? t('lineage.to', { title: b.title }) : t('lineage.from', { title: a.title })
      add(isUp ? from : to, t('lineage.by', { way, by }))
    }
    return joins
  }, [graph, t])
}

const MOST_JOINS = 3

const Item = ({ node, joins }: { node: LineageNodeView; joins: readonly string[] }) => {
  const t = useWords()
  return (
    <li>
      <Icon name={KIND_ICON[node.kind]} size="1.1em" />
      <div>
        <AppLink href={nodeHref(node)}>{node.title}</AppLink>
        <small className="hc-joins">
          {t(`lineage.kind.${node.kind}`)}
          {joins.length > 0 && ` · ${joins.slice(0, MOST_JOINS).join(' · ')}`}
          {joins.length > MOST_JOINS && ` · +${joins.length - MOST_JOINS}`}
          {node.more && ` · ${t('lineage.more')}`}
        </small>
      </div>
    </li>
  )
}

export const Centre = ({ node }: { node: LineageNodeView }) => {
  const t = useWords()
  const { may } = useSession()
  const places = placesOf(node).filter(({ needs }) => may(needs))
  return (
    <section className="hc-centre" aria-label={t('lineage.centre')}>
      <Icon name={KIND_ICON[node.kind]} size="1.5em" />
      <div>
        <small>{t(`lineage.kind.${node.kind}`)}</small>
        <h2>{node.title}</h2>
        {places.length > 0 && (
          <p>
            {places.map(({ word, href }) =>
              href.startsWith('/console') ? (
                <AppLink key={word} href={href}>
                  {t(`lineage.open.${word}`)}
                </AppLink>
              ) : (
                <a key={word} href={href}>
                  {t(`lineage.open.${word}`)}
                </a>
              ),
            )}
          </p>
        )}
      </div>
    </section>
  )
}

export const NodeList = ({ graph }: { graph: LineageGraph }) => {
  const placeOf = usePlaceWords()
  const joins = useJoins(graph)
  const levels = useMemo(
    () =>
      [...Map.groupBy(graph.nodes, ({ distance }) => distance)]
        .filter(([distance]) => distance !== 0)
        .sort(([a], [b]) => Math.sign(a) - Math.sign(b) || Math.abs(a) - Math.abs(b)),
    [graph],
  )
  return levels.map(([distance, nodes]) => (
    <section key={distance} className="hc-level">
      <h3>
        {placeOf(distance)} <small>{nodes.length}</small>
      </h3>
      <ul>
        {nodes
          .toSorted((a, b) => (a.kind < b.kind ? -1 : a.kind > b.kind ? 1 : 0))
          .map((node) => (
            <Item key={keyOf(node)} node={node} joins={joins.get(keyOf(node)) ?? []} />
          ))}
      </ul>
    </section>
  ))
}
