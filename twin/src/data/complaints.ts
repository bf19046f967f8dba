/** What people complain about: real texts of a government message platform when given, else everyday sentences. */
import type { Random } from '../random.ts'
import { readCsv } from './csv.ts'

export interface Complaint {
  title: string
  text: string
  /** GB/T 30428.2 event code (main class and sub-class) the text belongs to */
  category: string
  real: boolean
}

const EVERYDAY: readonly [category: string, title: string, text: string][] = [
  ['0102', '路边有一堆垃圾没人清', '早上路过就有，到晚上还在，味道很大，请尽快清运。'],
  ['0103', '楼下堆着装修渣土', '装修的渣土堆在消防通道边上好几天了，老人走路不方便。'],
  ['0104', '路面很脏', '工地车辆带泥上路，路面一层土，一刮风就扬起来。'],
  ['0106', '绿地里都是杂物', '小区旁边的绿地被人扔了很多塑料袋和树枝。'],
  ['0110', '人行道地砖破损', '好几块砖翘起来了，晚上看不清，容易绊倒。'],
  ['0115', '有人烧树叶', '有人在河边烧落叶，烟很大，家里不敢开窗。'],
  ['0116', '饭馆油烟直排', '楼下饭馆的油烟直接排到居民楼这边。'],
  ['0201', '楼道里贴满小广告', '电线杆和单元门上贴满了小广告，清了又贴。'],
  ['0203', '广告牌占了盲道', '商店把立式广告牌摆在盲道上。'],
  ['0301', '夜里施工太吵', '晚上十一点多还在打桩，孩子没法睡觉。'],
  ['0302', '工地扬尘很大', '工地没有盖网也不洒水，车一过全是土。'],
  ['0404', '下水道堵了往外冒', '雨水井往外冒污水，味道很大，路过的人都绕着走。'],
  ['0406', '路口积水', '下雨以后路口积水，电动车过不去。'],
  ['0501', '路边摊占道', '下班时路边全是摊位，公交车进不了站。'],
  ['0504', '店铺把货摆到人行道上', '人行道被货物占了，只能走机动车道。'],
  ['0505', '小区门口乱停车', '消防通道上停满了车，救护车进不来。'],
  ['0506', '共享单车堆满路口', '地铁口的单车堆得过不去人。'],
  ['0508', '商铺喇叭太吵', '从早到晚循环播放，居民没法休息。'],
]

/** Words that place a real text into a class; the first that fits wins. What fits none is left out. */
const CLUES: readonly [RegExp, string][] = [
  [/垃圾(箱|桶)?.*(清理|清运|堆|臭)|垃圾/, '0102'],
  [/渣土|建筑垃圾/, '0103'],
  [/油烟/, '0116'],
  [/扬尘|灰尘|粉尘/, '0302'],
  [/(施工|工地|打桩|夜间).*(噪|吵|扰)|噪音|扰民/, '0301'],
  [/积水|内涝/, '0406'],
  [/下水道|污水|排水/, '0404'],
  [/(路面|道路|公路|人行道).*(破|坑|烂|损)|修路/, '0110'],
  [/违(章|建|法建)|私搭/, '0101'],
  [/停车|占道停/, '0505'],
  [/占道|摆摊|夜市/, '0501'],
  [/广告/, '0202'],
]

const realComplaints = (folder: string | null): Complaint[] => {
  const rows = [
    ...(readCsv(folder, 'complaints_zh', 'complaints_labelled.csv') ?? []),
    ...(readCsv(folder, 'complaints_zh', 'complaints_with_reply_120.csv') ?? []),
  ]
  return rows.flatMap((row) => {
    const title = (row.留言主题 ?? '').trim()
    const category = CLUES.find(([clue]) => clue.test(title))?.[1]
    if (!category || title.length < 4) return []
    return [{ title: title.slice(0, 60), text: (row.留言详情 ?? '').trim().slice(0, 900), category, real: true }]
  })
}

export const complaintPlay = (folder: string | null, random: Random): { real: boolean; next: () => Complaint } => {
  const real = realComplaints(folder)
  return {
    real: real.length > 0,
    next: () => {
      if (real.length > 0) return random.pick(real)
      const [category, title, text] = random.pick(EVERYDAY)
      return { category, title, text, real: false }
    },
  }
}
