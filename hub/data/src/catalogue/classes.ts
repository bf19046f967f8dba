/** Classes and items of the guide (《政务信息资源目录编制指南》): basic, thematic and departmental resources. */
const BASIC = ['人口信息', '法人单位信息', '自然资源和空间地理', '社会信用', '电子证照']
const THEMES = [
  '公共服务',
  '健康保障',
  '社会保障',
  '食品药品安全',
  '安全生产',
  '价格监管',
  '能源安全',
  '信用体系',
  '城乡建设',
  '社区治理',
  '生态环保',
  '应急维稳',
]

const titles = (kind: number, items: readonly string[]): [string, string][] =>
  items.map((title, index) => [`${kind}.${index + 1}`, title])

const TITLES = new Map<string, string>([
  ['1', '基础信息资源'],
  ...titles(1, BASIC),
  ['2', '主题信息资源'],
  ...titles(2, THEMES),
  ['3', '部门信息资源'],
])

/** Class and item of a path: '2.11.1' → '2.11'. */
export const classOf = (path: string): string => path.split('.', 2).join('.')

/** Null where the guide leaves the item to the city. */
export const classTitle = (value: string): string | null => TITLES.get(value) ?? null

/** Classes with the items that the guide names; item numbers of departments are given by the city. */
export const classTree = () =>
  ['1', '2', '3'].map((value) => ({
    value,
    title: TITLES.get(value) as string,
    items: [...TITLES].filter(([item]) => item.startsWith(`${value}.`)).map(([item, title]) => ({ value: item, title })),
  }))
