/** What a field's name and data standard say about it: Chinese titles, English words and pinyin initials of columns. */
import type { DataCategory } from '@haihe/contract'

interface Hint {
  category: DataCategory
  title: RegExp
  /** whole column name */
  column: RegExp
}

/** Order matters: the first that fits speaks. */
const HINTS: readonly Hint[] = [
  {
    category: 'security',
    title: /口令|密码|密钥|私钥|安全漏洞|警力部署|涉密/,
    column: /(^|_)(password|passwd|pwd|secret|token|private_key|mima)$/,
  },
  {
    category: 'biometric',
    title: /指纹|人脸|虹膜|声纹|掌纹|基因|DNA/i,
    column: /(^|_)(fingerprint|face|iris|voiceprint|dna)(_|$)/,
  },
  { category: 'belief', title: /宗教|信仰/, column: /(^|_)(religion|belief|zjxy)$/ },
  {
    category: 'health',
    title: /诊断|疾病|病史|病情|病种|残疾|失能|过敏史|体检结果|用药|处方|手术|健康状况|妊娠|血型|疫苗接种/,
    column: /(^|_)(diagnosis|disease|illness|disability|health|allergy|medication|prescription|blood_type|zdjg|cjdj|jkzk)(_|$)/,
  },
  {
    category: 'identity-number',
    title: /身份证|公民身份号码|证件号码|居民身份|公民身份/,
    column: /(^|_)(id_card|idcard|id_number|identity_number|identity_no|id_no|citizen_id|sfzh|sfz|sfzhm|gmsfhm|zjhm)(_no)?$/,
  },
  {
    category: 'bank-card',
    title: /银行卡|银行账[号户]|开户账[号户]|收款账[号户]|工资卡/,
    column: /(^|_)(bank_card|card_no|bank_account|account_no|yhkh|yhzh)$/,
  },
  {
    category: 'credit-code',
    title: /统一社会信用代码|社会信用代码|信用代码|组织机构代码/,
    column: /(^|_)(uscc|credit_code|social_credit_code|tyshxydm|shxydm|xydm)$/,
  },
  {
    category: 'plate',
    title: /车牌|号牌号码|机动车号牌/,
    column: /(^|_)(plate|plate_no|plate_number|license_plate|cph|cphm|hphm)$/,
  },
  {
    category: 'phone',
    title: /手机|电话|联系方式|移动电话/,
    column: /(^|_)(phone|mobile|tel|telephone|phone_no|phone_number|cellphone|sjh|sjhm|lxdh|dh|lxfs)$/,
  },
  {
    category: 'birthday',
    title: /出生日期|生日|出生年月|出生时间/,
    column: /(^|_)(birthday|birth_date|birthdate|date_of_birth|dob|born|csrq|csny)$/,
  },
  {
    category: 'address',
    title: /住址|家庭地址|居住地址|户籍地址|现住|通讯地址|联系地址|详细地址|收货地址|户籍地|房屋坐落|坐落/,
    column: /(^|_)(address|addr|home_address|residence|dz|jtzz|jzdz|hjdz|xzz|lxdz)$/,
  },
  {
    category: 'place',
    title: /经度|纬度|坐标|轨迹|定位|GPS/i,
    column: /(^|_)(lon|lng|longitude|lat|latitude|location|coordinates?|gps|track|jd|wd|zb)$/,
  },
  {
    category: 'name',
    title:
      /姓名|联系人|法定代表人|法人代表|负责人|户主|监护人|承租人|产权人|车主|经办人|当事人|投诉人|诉求人|申请人|参保人|老人姓|学生姓/,
    column:
      /(^|_)(full_name|real_name|person_name|citizen_name|owner_name|user_name|contact|contact_name|legal_person|guardian|xm|xingming|lxr|fddbr|fzr|jhr)$/,
  },
  {
    category: 'enterprise-secret',
    title: /营业收入|利润|纳税额|应纳税|税额|成本|配方|工艺参数|合同金额|报价|客户名单/,
    column: /(^|_)(revenue|profit|tax|tax_amount|cost|formula|contract_amount|quotation|yysr|lr|nse)$/,
  },
  {
    category: 'public',
    title:
      /区划|行政区|街道名称|单位名称|机构名称|企业名称|名称$|更新时间|发布日期|统计|年度|月份|数量|总数|面积|服务时间|开放时间|办公/,
    column:
      /(^|_)(region|region_code|district|street|unit|unit_name|title|year|month|count|total|area|updated_at|published_at|xzqh)$/,
  },
]

/** «电话类型» speaks of phones and holds none. */
const ABOUT = /(类型|种类|类别|状态|是否|标志|数量|次数|个数|长度|来源|方式代码|说明|等级|年份)$/
const ABOUT_COLUMN = /(_type|_kind|_status|_flag|_count|_num|_length|_source|_level|^is_|^has_)/
/** A number that something else is counted by. */
const COUNTER = /(单号|编号|序号|流水号?|订单|工单|批次|档案号|凭证号|合同号|许可证号|^代码)$/

interface NameHint {
  category: DataCategory
  /** how sure the name alone makes: 0…1 */
  weight: number
  words: string
}

const GENTLE = new Set<DataCategory>(['health', 'security', 'biometric', 'belief'])

export const nameHint = (title: string, name: string): NameHint | null => {
  const about = ABOUT.test(title) || ABOUT_COLUMN.test(name)
  for (const { category, title: titled, column } of HINTS) {
    const byTitle = titled.test(title)
    if (!byTitle && !column.test(name)) continue
    // grades of disability are health all the same; kinds of phones are no phones
    if (about && !GENTLE.has(category)) return null
    const words = byTitle ? `名称“${title}”` : `字段名 ${name}`
    return { category, weight: byTitle ? 0.8 : 0.7, words }
  }
  return null
}

/** True when the name says that values are running numbers of something. */
export const isCounter = (title: string, name: string): boolean =>
  COUNTER.test(title) || /(^|_)(order_no|order_id|serial|serial_no|seq|batch_no|case_no|bh|xh|lsh|ddh|gdh)$/.test(name)

const STANDARDS: readonly [RegExp, DataCategory][] = [
  [/GB\s*11643|GA\/?T?\s*2000\.7/i, 'identity-number'],
  [/GB\s*32100|GB\s*11714/i, 'credit-code'],
  [/GA\s*36\b/i, 'plate'],
  [/JR\/?T\s*0008|GB\/?T\s*14504/i, 'bank-card'],
  [/GB\/?T\s*14396|ICD/i, 'health'],
  [/GB\/?T\s*(2260|10114|4754|7408|2261)/i, 'public'],
]

export const standardHint = (standard: string | null): DataCategory | null =>
  (standard && STANDARDS.find(([pattern]) => pattern.test(standard))?.[1]) || null
