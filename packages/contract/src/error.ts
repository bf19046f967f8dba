/** One registry of errors: code → status and messages. Code throws AppError; one mapper writes RFC 9457. */
import type { Text } from './text.ts'

interface Entry extends Text {
  status: number
}

export const ERRORS = {
  INVALID_INPUT: { status: 400, zh: '提交的内容有误，请按提示修改', en: 'The input is invalid' },
  MALFORMED_JSON: { status: 400, zh: '请求内容不是有效的 JSON', en: 'The body is not valid JSON' },
  UNAUTHENTICATED: { status: 401, zh: '请先登录', en: 'Sign in first' },
  INVALID_TOKEN: { status: 401, zh: '登录凭证无效或已过期，请重新登录', en: 'The token is invalid or expired' },
  BAD_CREDENTIALS: { status: 401, zh: '账号或密码不正确', en: 'Wrong login or password' },
  BAD_SECOND_FACTOR: { status: 401, zh: '动态验证码不正确', en: 'Wrong second factor' },
  FORBIDDEN: { status: 403, zh: '您没有执行此操作的权限', en: 'You may not do this' },
  OUT_OF_SCOPE: { status: 403, zh: '超出您的管辖范围', en: 'Outside your unit or region' },
  DATA_DENIED: {
    status: 403,
    zh: '按分级分类和授权，您不能查看这些数据',
    en: 'Classification and grants do not allow this read',
  },
  FILTER_NOT_ALLOWED: {
    status: 403,
    zh: '不能按脱敏或未授权的字段筛选、排序或分组',
    en: 'A field that is masked or denied cannot be filtered, ordered or grouped by',
  },
  QUOTA_EXCEEDED: { status: 429, zh: '今天的调用次数已用完', en: 'The calls granted for today are used up' },
  GONE: { status: 410, zh: '已过期，不能再下载', en: 'Expired' },
  PURPOSE_REQUIRED: { status: 403, zh: '查看受保护的数据须说明用途和依据', en: 'A protected read names its purpose and basis' },
  REAL_NAME_REQUIRED: { status: 403, zh: '请先完成实名认证', en: 'Prove who you are first (real-name step)' },
  NOT_FOUND: { status: 404, zh: '没有找到您要的内容', en: 'Not found' },
  METHOD_NOT_ALLOWED: { status: 405, zh: '不支持这种请求方式', en: 'Method not allowed' },
  NOT_ACCEPTABLE: { status: 406, zh: '无法按要求的格式返回', en: 'Not acceptable' },
  CONFLICT: { status: 409, zh: '内容已被他人更改，请刷新后再试', en: 'Somebody changed this in the meantime' },
  ALREADY_EXISTS: { status: 409, zh: '已经存在，不能重复创建', en: 'Already exists' },
  CASE_ACTION_NOT_ALLOWED: { status: 409, zh: '当前环节不能执行此操作', en: 'The case does not allow this action now' },
  CATALOGUE_ACTION_NOT_ALLOWED: {
    status: 409,
    zh: '目录当前状态不能执行此操作',
    en: 'The catalogue entry does not allow this now',
  },
  OWN_WORK_REVIEWED: { status: 403, zh: '不能审核自己编制的内容', en: 'Nobody reviews their own work' },
  RETURN_NOT_READY: { status: 409, zh: '回流包尚未生成或已经停止', en: 'The return package is not ready, or has ended' },
  RETURN_STALE: {
    status: 409,
    zh: '授权或分级已有变化，回流包正在重新生成，请稍后再试',
    en: 'Grant or classification changed; the package is being made anew',
  },
  PAYLOAD_TOO_LARGE: { status: 413, zh: '提交的内容过大', en: 'The body is too large' },
  UNSUPPORTED_MEDIA_TYPE: { status: 415, zh: '不支持这种内容类型', en: 'Unsupported media type' },
  NOT_AN_IMAGE: { status: 422, zh: '文件不是有效的图片（支持 JPEG、PNG、WebP）', en: 'Not a valid image (JPEG, PNG or WebP)' },
  OUTSIDE_CITY: { status: 422, zh: '位置不在本市范围内', en: 'The place is outside the city' },
  WRONG_CRS: {
    status: 422,
    zh: '坐标系不受支持，请使用 CGCS2000 或 WGS84 经纬度',
    en: 'Unsupported coordinate reference system',
  },
  UNKNOWN_REGION: { status: 422, zh: '区划代码不存在', en: 'Unknown region code' },
  UNKNOWN_CATEGORY: { status: 422, zh: '事项类别不存在', en: 'Unknown category' },
  UNKNOWN_ENTITY_TYPE: { status: 422, zh: '首次上报的对象须说明类型', en: 'The first observation of an entity needs its type' },
  VALUE_OUT_OF_RANGE: { status: 422, zh: '数值超出该属性的合理范围', en: 'The value is outside the range of its attribute' },
  TIME_IN_FUTURE: { status: 422, zh: '观测时间晚于当前时间', en: 'The time lies in the future' },
  TIME_TOO_OLD: { status: 422, zh: '观测时间早于可接收的最早时间', en: 'The time lies before the retention period' },
  SOURCE_NOT_ALLOWED: { status: 403, zh: '该数据源无权写入此对象', en: 'This source may not write this entity' },
  SOURCE_UNREACHABLE: { status: 422, zh: '数据来源无法读取', en: 'The source cannot be read' },
  TOO_MANY_REQUESTS: { status: 429, zh: '操作过于频繁，请稍后再试', en: 'Too many requests' },
  OVERLOADED: { status: 503, zh: '系统繁忙，请稍后重试', en: 'Overloaded, try again later' },
  UNAVAILABLE: { status: 503, zh: '服务暂时不可用，请稍后重试', en: 'Temporarily unavailable' },
  SERVICE_DOWN: {
    status: 503,
    zh: '该服务接口连续失败，已暂停调用，请稍后再试',
    en: 'The interface failed again and again and rests; try later',
  },
  SERVICE_TIMEOUT: { status: 504, zh: '该服务接口没有及时答复', en: 'The interface did not answer in time' },
  SERVICE_FAILED: { status: 502, zh: '该服务接口的答复不可用', en: 'The interface did not answer as it should' },
  CALENDAR_YEAR_MISSING: {
    status: 422,
    zh: '该年份的工作日历尚未公布，无法计算期限',
    en: 'The working calendar of that year is not published',
  },
  RULE_MISSING: { status: 422, zh: '没有在该日期生效的规则', en: 'No rule is in force on that date' },
  INTERNAL: { status: 500, zh: '系统出现问题，请稍后再试', en: 'Internal error' },
} satisfies Record<string, Entry>

export type ErrorCode = keyof typeof ERRORS

export interface FieldError {
  /** JSON path of the field, dotted */
  path: string
  message: string
}

export class AppError extends Error {
  readonly code: ErrorCode
  /** extra members for the problem document; never secrets */
  readonly details: Record<string, unknown>
  constructor(code: ErrorCode, details: Record<string, unknown> = {}) {
    super(`${code}: ${ERRORS[code].en}`)
    this.name = 'AppError'
    this.code = code
    this.details = details
  }
  get status(): number {
    return ERRORS[this.code].status
  }
}

/** RFC 9457 problem document. */
export interface Problem {
  type: string
  title: string
  status: number
  code: ErrorCode
  detail?: string
  traceId: string
  errors?: FieldError[]
}
