/**
 * Components (部件) by main class and sub-class, as systems in use print them. Our codes put a C before the standard's
 * digits, because components and events share numbers. `k`: the code is not found in a public dictionary.
 */
export interface ComponentRow {
  code: string
  zh: string
  en: string
  k?: true
}

export const COMPONENT_CLASSES: readonly ComponentRow[] = [
  { code: '01', zh: '公用设施', en: 'Utilities' },
  { code: '02', zh: '道路交通', en: 'Roads and traffic' },
  { code: '03', zh: '市容环境设施', en: 'Cleanliness facilities' },
  { code: '04', zh: '园林绿化', en: 'Parks and greenery' },
  { code: '05', zh: '房屋土地', en: 'Buildings and land' },
  { code: '06', zh: '其他设施', en: 'Other facilities', k: true },
  { code: '21', zh: '地方扩展部件', en: 'Local extension', k: true },
]

const UTILITIES: ComponentRow[] = [
  { code: '0101', zh: '上水井盖', en: 'Water supply cover' },
  { code: '0102', zh: '污水井盖', en: 'Sewer cover' },
  { code: '0103', zh: '雨水井盖', en: 'Rainwater cover' },
  { code: '0104', zh: '雨水箅子', en: 'Gully grating' },
  { code: '0105', zh: '电力井盖', en: 'Power cover' },
  { code: '0106', zh: '路灯井盖', en: 'Street lamp cover' },
  { code: '0107', zh: '通信井盖', en: 'Telecom cover' },
  { code: '0108', zh: '电视井盖', en: 'Cable television cover' },
  { code: '0109', zh: '网络井盖', en: 'Network cover' },
  { code: '0110', zh: '热力井盖', en: 'Heating cover' },
  { code: '0111', zh: '燃气井盖', en: 'Gas cover' },
  { code: '0112', zh: '公安井盖', en: 'Police cover' },
  { code: '0113', zh: '消防设施', en: 'Fire-fighting facility' },
  { code: '0114', zh: '无主（不明）井盖', en: 'Cover of unknown owner' },
  { code: '0115', zh: '通信交接箱', en: 'Telecom cabinet' },
  { code: '0116', zh: '电力设施', en: 'Power facility' },
  { code: '0117', zh: '立杆（电杆）', en: 'Pole' },
  { code: '0118', zh: '路灯', en: 'Street lamp' },
  { code: '0119', zh: '地灯', en: 'Ground lamp' },
  { code: '0120', zh: '射灯、景观灯', en: 'Spotlight' },
  { code: '0121', zh: '报刊亭', en: 'News kiosk' },
  { code: '0122', zh: '电话亭', en: 'Telephone box' },
  { code: '0123', zh: '邮筒', en: 'Letter box' },
  { code: '0124', zh: '信息亭', en: 'Information kiosk' },
  { code: '0125', zh: '自动售货机', en: 'Vending machine' },
  { code: '0126', zh: '健身设施', en: 'Outdoor gym' },
  { code: '0127', zh: '中水井盖', en: 'Reclaimed water cover' },
  { code: '0128', zh: '输油（气）井盖', en: 'Pipeline cover' },
  { code: '0129', zh: '园林井盖', en: 'Parks cover' },
  { code: '0130', zh: '环卫井盖', en: 'Sanitation cover' },
  { code: '0133', zh: '燃气调压站（箱）', en: 'Gas regulator' },
  { code: '0134', zh: '电视箱体', en: 'Cable television cabinet' },
  { code: '0136', zh: '供水器', en: 'Water dispenser' },
  { code: '0138', zh: '标石', en: 'Marker stone' },
  { code: '0139', zh: '铁塔', en: 'Mast' },
]

const ROADS: ComponentRow[] = [
  { code: '0201', zh: '停车场', en: 'Car park' },
  { code: '0202', zh: '停车咪表', en: 'Parking meter' },
  { code: '0203', zh: '公交站亭', en: 'Bus shelter' },
  { code: '0204', zh: '出租车站牌', en: 'Taxi stand' },
  { code: '0205', zh: '过街天桥', en: 'Footbridge' },
  { code: '0206', zh: '地下通道', en: 'Underpass' },
  { code: '0207', zh: '高架立交桥', en: 'Flyover' },
  { code: '0208', zh: '跨河桥', en: 'Bridge' },
  { code: '0209', zh: '交通标志牌', en: 'Traffic sign' },
  { code: '0210', zh: '交通信号（控制）设施', en: 'Signal control' },
  { code: '0211', zh: '交通护栏', en: 'Traffic barrier' },
  { code: '0212', zh: '存车支架', en: 'Bicycle rack' },
  { code: '0213', zh: '路名牌', en: 'Street name plate' },
  { code: '0214', zh: '交通信号灯', en: 'Traffic light' },
  { code: '0215', zh: '路边停车位', en: 'Roadside parking place' },
  { code: '0216', zh: '交通涵洞', en: 'Culvert' },
  { code: '0217', zh: '道路信息显示屏', en: 'Road information display' },
  { code: '0218', zh: '道路隔音屏', en: 'Noise barrier' },
  { code: '0219', zh: '交通岗亭', en: 'Traffic police box' },
  { code: '0293', zh: '安全岛', en: 'Traffic island' },
  { code: '0295', zh: '便道桩', en: 'Pavement bollard' },
  { code: '0296', zh: '柔性隔离体', en: 'Flexible divider' },
]

const CLEANLINESS: ComponentRow[] = [
  { code: '0301', zh: '公共厕所', en: 'Public toilet' },
  { code: '0302', zh: '化粪池', en: 'Septic tank' },
  { code: '0303', zh: '公厕指示牌', en: 'Toilet sign' },
  { code: '0304', zh: '垃圾间（楼）', en: 'Waste station' },
  { code: '0305', zh: '垃圾箱', en: 'Litter bin' },
  { code: '0306', zh: '灯箱霓虹灯', en: 'Light box' },
  { code: '0307', zh: '广告牌匾', en: 'Advertising board' },
  { code: '0308', zh: '环保监测站', en: 'Environmental station' },
  { code: '0309', zh: '融雪设施', en: 'Snow-melting facility' },
  { code: '0311', zh: '环卫工具间', en: 'Tool room' },
  { code: '0312', zh: '餐厨垃圾处理机', en: 'Food waste processor' },
  { code: '0314', zh: '资源回收站', en: 'Recycling point' },
  { code: '0315', zh: '垃圾桶站', en: 'Bin station' },
  { code: '0317', zh: '移动厕所', en: 'Mobile toilet' },
]

const GREENERY: ComponentRow[] = [
  { code: '0401', zh: '古树名木', en: 'Ancient tree' },
  { code: '0402', zh: '行道树', en: 'Street tree' },
  { code: '0403', zh: '护树设施（树池箅子）', en: 'Tree guard' },
  { code: '0404', zh: '花架花钵', en: 'Planter' },
  { code: '0405', zh: '绿地', en: 'Lawn' },
  { code: '0406', zh: '雕塑', en: 'Sculpture' },
  { code: '0407', zh: '街头坐椅', en: 'Bench' },
  { code: '0408', zh: '绿地护栏', en: 'Lawn fence', k: true },
  { code: '0409', zh: '绿地维护设施', en: 'Upkeep facility' },
  { code: '0410', zh: '喷泉', en: 'Fountain', k: true },
]

const OTHERS: ComponentRow[] = [
  { code: '0501', zh: '宣传栏', en: 'Notice board' },
  { code: '0502', zh: '人防工事', en: 'Shelter' },
  { code: '0503', zh: '公房地下室', en: 'Basement of public housing' },
  { code: '0601', zh: '重大危险源', en: 'Major hazard', k: true },
  { code: '0602', zh: '工地', en: 'Building site', k: true },
  { code: '0603', zh: '水域附属设施', en: 'Waterside facility', k: true },
  { code: '0604', zh: '水域护栏', en: 'Waterside railing', k: true },
  { code: '0605', zh: '港监设施', en: 'Harbour facility', k: true },
  { code: '0606', zh: '防汛墙', en: 'Flood wall', k: true },
  { code: '2101', zh: '高杆灯', en: 'High-mast lamp', k: true },
  { code: '2102', zh: '电子屏', en: 'Electronic display', k: true },
  { code: '2103', zh: '充电桩', en: 'Charging post', k: true },
]

export const COMPONENTS: readonly ComponentRow[] = [...UTILITIES, ...ROADS, ...CLEANLINESS, ...GREENERY, ...OTHERS]
