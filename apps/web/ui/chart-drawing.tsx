/** The ECharts half of Chart, loaded when a chart is first shown. */
import { BarChart, LineChart } from 'echarts/charts'
import { GridComponent, LegendComponent, MarkLineComponent, TooltipComponent } from 'echarts/components'
import { init, use } from 'echarts/core'
import { SVGRenderer } from 'echarts/renderers'
import { useEffect, useRef } from 'react'
import type { ChartProps } from './chart.tsx'
import { figure, formatFigure, formatMoment, isShare } from './format.ts'
import { remSize, tokenColour, useLook } from './token-colour.ts'

use([LineChart, BarChart, GridComponent, TooltipComponent, MarkLineComponent, LegendComponent, SVGRenderer])

const LINES = ['--river', '--ink-3', '--ramp-4', '--ink'] as const

const escapeHtml = (text: string) => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`)

const optionOf = ({ lines, unit, precision = 0, kind = 'line', thresholds = [] }: ChartProps) => {
  const rem = remSize()
  // the real families: a measuring canvas knows no «inherit»
  const fontFamily = tokenColour('--font')
  const small = { color: tokenColour('--ink-3'), fontSize: rem * 0.8125, fontFamily }
  const rule = { lineStyle: { color: tokenColour('--line') } }
  const colours = LINES.map(tokenColour)
  return {
    animation: false,
    color: colours,
    textStyle: { fontFamily },
    grid: { left: rem * 0.5, right: rem, top: rem * 2, bottom: rem * (lines.length > 1 ? 2.2 : 0.5), containLabel: true },
    ...(lines.length > 1 ? { legend: { bottom: 0, textStyle: small, icon: 'roundRect', itemHeight: 3 } } : {}),
    tooltip: {
      trigger: 'axis',
      backgroundColor: tokenColour('--raised'),
      borderColor: tokenColour('--line'),
      textStyle: { color: tokenColour('--ink'), fontSize: rem * 0.875 },
      formatter: (items: { seriesName: string; value: [number, number | null] }[]) =>
        [
          items[0] ? formatMoment(items[0].value[0]) : '',
          ...items.map(
            ({ seriesName, value }) => `${escapeHtml(seriesName)}  <b>${escapeHtml(formatFigure(value[1], unit, precision))}</b>`,
          ),
        ].join('<br>'),
    },
    xAxis: {
      type: 'time',
      axisLine: rule,
      axisTick: { show: false },
      splitLine: { show: false },
      axisLabel: { ...small, hideOverlap: true, formatter: (at: number) => formatMoment(at, Date.now()) },
    },
    yAxis: {
      type: 'value',
      name: isShare(unit) ? '%' : unit,
      nameTextStyle: { ...small, align: 'left' },
      scale: kind === 'line',
      splitLine: rule,
      axisLabel: {
        ...small,
        formatter: (value: number) => {
          const { text, magnitude } = figure(value, unit, precision)
          // ticks are round: their trailing zeros say nothing
          const short = text.includes('.') ? text.replace(/\.?0+$/, '') : text
          return short + magnitude
        },
      },
    },
    series: lines.map((line, index) => ({
      name: line.name,
      type: kind,
      data: line.points.map((point) => [Date.parse(point.at), point.value]),
      showSymbol: line.points.length < 3,
      symbolSize: 5,
      connectNulls: false,
      barMaxWidth: rem,
      lineStyle: { width: 2 },
      ...(index === 0 && thresholds.length > 0
        ? {
            markLine: {
              silent: true,
              symbol: 'none',
              data: thresholds.map(({ value, level, label }) => ({
                yAxis: value,
                lineStyle: { type: 'dashed', color: tokenColour(level ? `--alert-${level}` : '--ink-3') },
                label: { formatter: label, position: 'insideEndTop', color: tokenColour('--ink-2'), fontSize: rem * 0.75 },
              })),
            },
          }
        : {}),
    })),
  }
}

const Drawing = (props: ChartProps) => {
  const box = useRef<HTMLDivElement>(null)
  const chart = useRef<ReturnType<typeof init>>(undefined)
  const look = useLook()
  useEffect(() => {
    const element = box.current
    if (!element) return
    const drawn = init(element, null, { renderer: 'svg' })
    chart.current = drawn
    const watch = new ResizeObserver(() => drawn.resize())
    watch.observe(element)
    return () => {
      watch.disconnect()
      drawn.dispose()
    }
  }, [])
  // biome-ignore lint/correctness/useExhaustiveDependencies: the look changes the tokens that the option reads
  useEffect(() => chart.current?.setOption(optionOf(props), { notMerge: true }), [props, look])
  return <div ref={box} style={{ width: '100%', height: '100%' }} />
}

export default Drawing
