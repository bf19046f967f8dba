/** For tests: the made-up city 99, two square districts; two streets in each; the first street has four communities. */
import type { OutlinesFile, RegionsFile } from './city-files.ts'

const square = (west: number, south: number, east: number, north: number): [number, number][][] => [
  [
    [west, south],
    [east, south],
    [east, north],
    [west, north],
    [west, south],
  ],
]

const feature = (id: string, coordinates: [number, number][][], schematic: boolean) => ({
  id,
  properties: { schematic },
  geometry: { type: 'Polygon' as const, coordinates },
})

export const BOOKTOWN: { regions: RegionsFile; outlines: OutlinesFile } = {
  regions: {
    regions: [
      ['99', '书城', 117.4, 39.2],
      ['990101', '东书区', 117.6, 39.2],
      ['990101001', '词典街道', 117.5, 39.2],
      ['990101001001', '部首社区', 117.45, 39.1],
      ['990101001002', '拼音社区', 117.55, 39.1],
      ['990101001003', '笔画社区', 117.45, 39.3],
      ['990101001004', '注音社区', 117.55, 39.3],
      ['990101002', '诗歌街道', 117.7, 39.2],
      ['990102', '西书区', 117.2, 39.2],
      ['990102001', '小说镇', 117.1, 39.2],
      ['990102002', '散文镇', 117.3, 39.2],
    ],
  },
  outlines: {
    features: [
      feature('990101', square(117.4, 39, 117.8, 39.4), false),
      feature('990101001', square(117.4, 39, 117.6, 39.4), true),
      feature('990101002', square(117.6, 39, 117.8, 39.4), true),
      feature('990102', square(117, 39, 117.4, 39.4), false),
      feature('990102001', square(117, 39, 117.2, 39.4), true),
      feature('990102002', square(117.2, 39, 117.4, 39.4), true),
    ],
  },
}
