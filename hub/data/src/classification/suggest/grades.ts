/** Grade and mask per category: the default of the field (GB/T 43697 gives principles, cities their own tables). */
import type { DataCategory, FieldType, Grade, Mask } from '@haihe/contract'

interface Standing {
  grade: Grade
  mask: Mask
  /** 中文 of the category, for reasons */
  zh: string
}

export const STANDING: Record<DataCategory, Standing> = {
  public: { grade: 1, mask: 'none', zh: '公开信息' },
  business: { grade: 2, mask: 'none', zh: '业务信息' },
  'identity-number': { grade: 4, mask: 'identity-number', zh: '公民身份号码' },
  name: { grade: 3, mask: 'name', zh: '姓名' },
  phone: { grade: 3, mask: 'phone', zh: '电话号码' },
  address: { grade: 3, mask: 'address', zh: '住址' },
  'bank-card': { grade: 4, mask: 'bank-card', zh: '银行账户' },
  plate: { grade: 3, mask: 'pseudonym', zh: '车牌' },
  birthday: { grade: 3, mask: 'year', zh: '出生日期' },
  place: { grade: 4, mask: 'place', zh: '位置轨迹' },
  health: { grade: 4, mask: 'hide', zh: '健康信息' },
  biometric: { grade: 4, mask: 'hide', zh: '生物识别信息' },
  belief: { grade: 4, mask: 'hide', zh: '宗教信仰' },
  minor: { grade: 4, mask: 'hide', zh: '不满十四周岁未成年人信息' },
  'credit-code': { grade: 1, mask: 'none', zh: '统一社会信用代码' },
  'enterprise-secret': { grade: 3, mask: 'hide', zh: '企业经营秘密' },
  security: { grade: 4, mask: 'hide', zh: '安全信息' },
}

/** A mask that the type of the field can carry: dates are cut to the year, numbers cannot be starred. */
export const fittingMask = (mask: Mask, type: FieldType): Mask => {
  if (mask === 'none' || mask === 'hide' || mask === 'pseudonym') return mask
  if (mask === 'year') return type === 'date' || type === 'datetime' || type === 'text' ? 'year' : 'hide'
  if (mask === 'place') return 'place'
  return type === 'text' ? mask : 'hide'
}
