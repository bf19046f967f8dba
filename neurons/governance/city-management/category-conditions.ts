/** When a case is filed (立案条件) and when it may be closed (结案条件), where public practice says so. */
import type { Text } from '@haihe/contract'

const t = (zh: string, en: string): Text => ({ zh, en })

export interface Conditions {
  filing: Text
  closing: Text
}

const COVER: Conditions = {
  filing: t('任何缺失、移位、破损', 'Missing, displaced or broken in any way'),
  closing: t('复位牢固，无安全隐患', 'Back in place, firm and safe'),
}
const HAZARD: Conditions = {
  filing: t('发现即立案', 'Filed whenever found'),
  closing: t('险情排除，恢复使用', 'Danger removed, in use again'),
}

export const CONDITIONS: Readonly<Record<string, Conditions>> = {
  '0101': {
    filing: t(
      '未经许可或超出许可建设，临时建筑逾期未拆',
      'Built without or beyond a licence, or a temporary building past its date',
    ),
    closing: t('拆除或处罚到位', 'Removed, or penalty carried out'),
  },
  '0102': {
    filing: t('主次干道、公共场所成堆成片垃圾未入容器', 'Heaps of rubbish outside containers on roads or in public places'),
    closing: t('清除干净', 'Cleared'),
  },
  '0103': {
    filing: t('超过临时堆放时限', 'Left beyond the time allowed'),
    closing: t('清除并查处责任人', 'Cleared, those responsible dealt with'),
  },
  '0104': { filing: t('8:00 后路面仍脏乱', 'Road still dirty after 8:00'), closing: t('恢复整洁', 'Clean again') },
  '0105': { filing: t('水面有漂浮物、淤堵、油污', 'Floating matter, silt or oil'), closing: t('清除干净', 'Cleared') },
  '0106': { filing: t('绿地内有垃圾杂物', 'Rubbish in a green space'), closing: t('清除干净', 'Cleared') },
  '0406': {
    filing: t('积水影响通行', 'Water that hinders traffic'),
    closing: t('积水清除，恢复通行', 'Water gone, road passable'),
  },
  '0401': HAZARD,
  '0402': HAZARD,
  '0403': HAZARD,
  '0405': HAZARD,
  '0408': HAZARD,
  '0501': {
    filing: t('占用道路、公共场所经营', 'Trading on roads or in public places'),
    closing: t('清退，恢复秩序', 'Moved on, order restored'),
  },
  '0504': {
    filing: t('超出门窗外墙经营', 'Trading beyond doors, windows and walls'),
    closing: t('退回店内经营', 'Back inside the shop'),
  },
  '0505': {
    filing: t('非泊位停放或占道停放', 'Parked outside a place or blocking the way'),
    closing: t('驶离或依法处罚', 'Driven off, or penalty'),
  },
  ...Object.fromEntries(
    ['01', '02', '03', '04', '05', '06', '07', '08', '09', '10', '11', '12', '14', '27', '28', '29', '30'].map((sub) => [
      `C01${sub}`,
      COVER,
    ]),
  ),
  C0405: { filing: t('缺株、枯死、塌陷', 'Plants missing or dead, ground sunk'), closing: t('补植修复', 'Replanted and mended') },
}

/** What is true of every category without a condition of its own. */
export const GENERAL: Conditions = {
  filing: t('现场情况属实，属于本类别', 'Found true on site and of this kind'),
  closing: t('问题已解决，现场恢复正常', 'Solved, site back to normal'),
}
