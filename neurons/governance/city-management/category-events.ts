/**
 * Events (事件) as systems in use print them: main class (two digits) and sub-class (two digits). Class 21 is the local
 * extension. Grown from CJ/T 214-2007 and GB/T 30428.2-2013; sub-classes differ from place to place, so every row carries
 * its standard and its region.
 */
export interface EventRow {
  code: string
  zh: string
  en: string
  /** whoever finds it may settle it on the spot */
  self?: true
  urgency?: 'urgent' | 'critical'
  words?: string[]
}

export const EVENT_CLASSES: readonly EventRow[] = [
  { code: '01', zh: '市容环境', en: 'Cleanliness and appearance' },
  { code: '02', zh: '宣传广告', en: 'Notices and advertising' },
  { code: '03', zh: '施工管理', en: 'Building sites' },
  { code: '04', zh: '突发事件', en: 'Emergencies' },
  { code: '05', zh: '街面秩序', en: 'Order in the street' },
  { code: '21', zh: '地方扩展事件', en: 'Local extension' },
]

export const EVENTS: readonly EventRow[] = [
  { code: '0101', zh: '私搭乱建', en: 'Unlicensed building', words: ['违建', '违章建筑', '违法建设'] },
  { code: '0102', zh: '暴露垃圾', en: 'Exposed rubbish', self: true, words: ['垃圾堆', '垃圾', '没人清'] },
  { code: '0103', zh: '积存垃圾渣土', en: 'Piled-up waste and rubble', words: ['渣土', '建筑垃圾', '装修垃圾'] },
  { code: '0104', zh: '道路不洁', en: 'Dirty road', self: true, words: ['路面脏', '泥土'] },
  { code: '0105', zh: '水域不洁', en: 'Dirty water', words: ['河道', '漂浮物', '臭水'] },
  { code: '0106', zh: '绿地脏乱', en: 'Dirty green space', self: true, words: ['绿化带', '草坪'] },
  { code: '0107', zh: '废弃车辆', en: 'Abandoned vehicle', words: ['僵尸车'] },
  { code: '0108', zh: '废弃家具设施', en: 'Discarded furniture', self: true, words: ['沙发', '床垫', '大件垃圾'] },
  { code: '0109', zh: '非装饰性树挂', en: 'Things hung on trees', self: true, words: ['树上', '塑料袋'] },
  { code: '0110', zh: '道路破损', en: 'Damaged road', urgency: 'urgent', words: ['坑洼', '路面坏', '人行道', '地砖'] },
  { code: '0111', zh: '河堤破损', en: 'Damaged embankment', urgency: 'urgent' },
  { code: '0112', zh: '道路遗撒', en: 'Spill on the road', words: ['渣土车', '抛洒'] },
  { code: '0113', zh: '建筑物外立面不洁', en: 'Dirty façade' },
  { code: '0114', zh: '水域秩序问题', en: 'Disorder on the water', words: ['钓鱼', '游泳'] },
  { code: '0115', zh: '焚烧垃圾树叶', en: 'Burning rubbish or leaves', words: ['烧树叶', '烧垃圾', '冒烟'] },
  { code: '0116', zh: '油烟污染', en: 'Cooking fumes', words: ['饭馆', '餐馆', '烧烤味'] },
  { code: '0117', zh: '动物尸体清理', en: 'Dead animal', self: true },
  { code: '0118', zh: '擅自饲养家禽家畜', en: 'Keeping livestock', words: ['养鸡'] },
  { code: '0199', zh: '其他市容环境问题', en: 'Other cleanliness problem' },
  { code: '0201', zh: '非法小广告', en: 'Illegal small notices', self: true, words: ['牛皮癣', '楼道广告'] },
  { code: '0202', zh: '违章张贴悬挂广告牌匾', en: 'Unlicensed sign' },
  { code: '0203', zh: '占道广告牌', en: 'Sign in the way', words: ['盲道'] },
  { code: '0204', zh: '街头散发广告', en: 'Leaflets in the street', self: true, words: ['发传单'] },
  { code: '0205', zh: '广告招牌破损', en: 'Damaged sign', urgency: 'urgent' },
  { code: '0301', zh: '施工扰民', en: 'Building noise', words: ['夜间施工', '打桩', '噪音'] },
  { code: '0302', zh: '工地扬尘', en: 'Dust from a building site', words: ['扬尘', '灰尘', '没有苫盖'] },
  { code: '0303', zh: '施工废弃料', en: 'Building waste left behind' },
  { code: '0304', zh: '施工占道', en: 'Building works in the road' },
  { code: '0305', zh: '无证掘路', en: 'Unlicensed digging' },
  { code: '0399', zh: '其他施工管理问题', en: 'Other building-site problem' },
  { code: '0401', zh: '路面塌陷', en: 'Road collapse', urgency: 'critical', words: ['塌方', '地陷'] },
  { code: '0402', zh: '自来水管破裂', en: 'Burst water main', urgency: 'critical', words: ['漏水', '水管爆'] },
  { code: '0403', zh: '燃气管道破裂', en: 'Burst gas main', urgency: 'critical', words: ['漏气', '煤气味'] },
  { code: '0404', zh: '下水道堵塞或破损', en: 'Blocked or broken sewer', urgency: 'urgent', words: ['污水', '冒水', '堵了'] },
  { code: '0405', zh: '热力管道破裂', en: 'Burst heating main', urgency: 'critical', words: ['暖气', '热水管'] },
  { code: '0406', zh: '道路积水', en: 'Flooded road', urgency: 'urgent', words: ['积水', '内涝', '下雨'] },
  { code: '0407', zh: '道路积雪结冰', en: 'Snow and ice on the road', urgency: 'urgent', words: ['结冰', '路滑'] },
  { code: '0408', zh: '架空线缆损坏', en: 'Damaged overhead line', urgency: 'critical', words: ['电线', '线缆掉落'] },
  { code: '0409', zh: '群发性事件', en: 'Crowd incident', urgency: 'critical' },
  { code: '0499', zh: '其他突发事件', en: 'Other emergency', urgency: 'urgent' },
  { code: '0501', zh: '无照经营游商', en: 'Unlicensed street trade', words: ['摆摊', '小贩', '占道经营'] },
  { code: '0502', zh: '流浪乞讨', en: 'Homeless or begging' },
  { code: '0503', zh: '占道废品收购', en: 'Scrap dealing in the street' },
  { code: '0504', zh: '店外经营', en: 'Trading outside the shop', words: ['货物占道'] },
  { code: '0505', zh: '机动车乱停放', en: 'Wrongly parked vehicle', words: ['违停', '停车', '消防通道'] },
  { code: '0506', zh: '非机动车乱停放', en: 'Wrongly parked bicycles', self: true, words: ['共享单车', '电动车'] },
  { code: '0507', zh: '乱堆物堆料', en: 'Goods piled up in the street', self: true },
  { code: '0508', zh: '商业噪音', en: 'Noise from shops', words: ['喇叭', '音响', '广场舞'] },
  { code: '0509', zh: '黑车拉客', en: 'Unlicensed taxis' },
  { code: '0510', zh: '露天烧烤', en: 'Open-air barbecue' },
  { code: '0511', zh: '沿街晾挂', en: 'Washing hung in the street', self: true },
  { code: '0512', zh: '非法出版物销售', en: 'Sale of illegal publications' },
  { code: '0513', zh: '空调室外机低挂', en: 'Air conditioner hung too low' },
  { code: '0599', zh: '其他街面秩序问题', en: 'Other disorder in the street' },
  { code: '2101', zh: '共享单车淤积', en: 'Shared bicycles piled up', words: ['共享单车'] },
  { code: '2102', zh: '裸露地面', en: 'Bare ground' },
  { code: '2103', zh: '消防通道占用', en: 'Fire lane blocked', urgency: 'urgent', words: ['消防车'] },
  { code: '2104', zh: '飞线充电', en: 'Charging by a hanging wire', urgency: 'urgent', words: ['电动车充电', '拉电线'] },
]
