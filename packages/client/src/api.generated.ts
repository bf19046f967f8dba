/** Generated from docs/openapi.generated.json by packages/client/src/generate.ts. Do not edit. */
import type { Raw } from './client.ts'

export type Problem = { type: string; title: string; status: number; code: string; traceId: string; errors?: { path?: string; message?: string }[] }
export interface Api {
  /** CKAN Action API, reading actions: package_list, package_show, package_search and their kin */
  'GET /api/3/action/{action}': {
    params: { action: string }
    query: Record<string, never>
    body: undefined
    answer: undefined
  }
  /** The same with the parameters as JSON */
  'POST /api/3/action/{action}': {
    params: { action: string }
    query: Record<string, never>
    body: Record<string, unknown>
    answer: undefined
  }
  /** Accounts in the regions I manage */
  'GET /api/accounts': {
    params: Record<string, never>
    query: { search?: string; cursor?: string; limit?: number }
    body: undefined
    answer: { items: ({ id: string; login: string; name: string; kind: string; phone: string | null; secondFactor: boolean; demo: boolean; createdAt: string; disabledAt: string | null; grants: ({ role: 'citizen' | 'gridWorker' | 'communityOps' | 'streetDispatcher' | 'districtCenter' | 'deptHandler' | 'cityCenter' | 'supervisor' | 'auditor' | 'dataEngineer' | 'leader' | 'admin' | 'device' | 'client'; unit: string | null; region: string })[] })[]; next: string | null; total: null }
  }
  /** Make an account; without a password one is made and shown once */
  'POST /api/accounts': {
    params: Record<string, never>
    query: Record<string, never>
    body: { login: string; name: string; password?: string; grants: ({ role: 'citizen' | 'gridWorker' | 'communityOps' | 'streetDispatcher' | 'districtCenter' | 'deptHandler' | 'cityCenter' | 'supervisor' | 'auditor' | 'dataEngineer' | 'leader' | 'admin' | 'device' | 'client'; unit: string | null; region: string })[] }
    answer: { id: string; login: string; name: string; kind: string; phone: string | null; secondFactor: boolean; demo: boolean; createdAt: string; disabledAt: string | null; grants: ({ role: 'citizen' | 'gridWorker' | 'communityOps' | 'streetDispatcher' | 'districtCenter' | 'deptHandler' | 'cityCenter' | 'supervisor' | 'auditor' | 'dataEngineer' | 'leader' | 'admin' | 'device' | 'client'; unit: string | null; region: string })[]; password?: string }
  }
  /** Close an account and sign it out everywhere */
  'POST /api/accounts/{id}/disable': {
    params: { id: string }
    query: Record<string, never>
    body: { reason?: string }
    answer: undefined
  }
  /** Open a closed account again */
  'POST /api/accounts/{id}/enable': {
    params: { id: string }
    query: Record<string, never>
    body: Record<string, never>
    answer: undefined
  }
  /** Replace the roles of an account */
  'PUT /api/accounts/{id}/grants': {
    params: { id: string }
    query: Record<string, never>
    body: { grants: ({ role: 'citizen' | 'gridWorker' | 'communityOps' | 'streetDispatcher' | 'districtCenter' | 'deptHandler' | 'cityCenter' | 'supervisor' | 'auditor' | 'dataEngineer' | 'leader' | 'admin' | 'device' | 'client'; unit: string | null; region: string })[] }
    answer: { id: string; login: string; name: string; kind: string; phone: string | null; secondFactor: boolean; demo: boolean; createdAt: string; disabledAt: string | null; grants: ({ role: 'citizen' | 'gridWorker' | 'communityOps' | 'streetDispatcher' | 'districtCenter' | 'deptHandler' | 'cityCenter' | 'supervisor' | 'auditor' | 'dataEngineer' | 'leader' | 'admin' | 'device' | 'client'; unit: string | null; region: string })[] }
  }
  /** New password, shown once, and a second factor to enrol again: for a lost phone or a forgotten password */
  'POST /api/accounts/{id}/reset': {
    params: { id: string }
    query: Record<string, never>
    body: Record<string, never>
    answer: { password: string }
  }
  /** CKAN Action API, reading actions: package_list, package_show, package_search and their kin */
  'GET /api/action/{action}': {
    params: { action: string }
    query: Record<string, never>
    body: undefined
    answer: undefined
  }
  /** The same with the parameters as JSON */
  'POST /api/action/{action}': {
    params: { action: string }
    query: Record<string, never>
    body: Record<string, unknown>
    answer: undefined
  }
  /** Alerts, newest first; with `at`, those that were open then, as they were */
  'GET /api/alerts': {
    params: Record<string, never>
    query: { region?: string; state?: string; level?: string; at?: string; cursor?: string; limit?: number }
    body: undefined
    answer: { items: ({ id: string; rule: string; title: { zh: string; en: string }; level: 'blue' | 'yellow' | 'orange' | 'red'; state: 'open' | 'acknowledged' | 'closed'; region: string; regionName: string; entity: string | null; indicator: string | null; subject: string; value: number; unit: string; threshold: number; raisedAt: string; changedAt: string; closedAt: string | null; closedBy: ('recovered' | 'signed-off') | null; reason: string | null; owner: string | null; caseId: string | null; provenance: 'local' | 'elsewhere' | 'simulated' })[]; next: string | null; total: number | null }
  }
  /** One alert and what happened to it */
  'GET /api/alerts/{id}': {
    params: { id: string }
    query: Record<string, never>
    body: undefined
    answer: { alert: { id: string; rule: string; title: { zh: string; en: string }; level: 'blue' | 'yellow' | 'orange' | 'red'; state: 'open' | 'acknowledged' | 'closed'; region: string; regionName: string; entity: string | null; indicator: string | null; subject: string; value: number; unit: string; threshold: number; raisedAt: string; changedAt: string; closedAt: string | null; closedBy: ('recovered' | 'signed-off') | null; reason: string | null; owner: string | null; caseId: string | null; provenance: 'local' | 'elsewhere' | 'simulated' }; log: ({ seq: number; at: string; kind: 'raised' | 'escalated' | 'eased' | 'acknowledged' | 'assigned' | 'case-linked' | 'recovered' | 'signed-off'; level: 'blue' | 'yellow' | 'orange' | 'red'; value: number | null; actor: string | null; note: string })[] }
  }
  /** Somebody has seen the alert and takes care of it */
  'POST /api/alerts/{id}/acknowledge': {
    params: { id: string }
    query: Record<string, never>
    body: { owner?: string }
    answer: { id: string; rule: string; title: { zh: string; en: string }; level: 'blue' | 'yellow' | 'orange' | 'red'; state: 'open' | 'acknowledged' | 'closed'; region: string; regionName: string; entity: string | null; indicator: string | null; subject: string; value: number; unit: string; threshold: number; raisedAt: string; changedAt: string; closedAt: string | null; closedBy: ('recovered' | 'signed-off') | null; reason: string | null; owner: string | null; caseId: string | null; provenance: 'local' | 'elsewhere' | 'simulated' }
  }
  /** A supervisor closes an alert with a reason */
  'POST /api/alerts/{id}/sign-off': {
    params: { id: string }
    query: Record<string, never>
    body: { reason: string }
    answer: { id: string; rule: string; title: { zh: string; en: string }; level: 'blue' | 'yellow' | 'orange' | 'red'; state: 'open' | 'acknowledged' | 'closed'; region: string; regionName: string; entity: string | null; indicator: string | null; subject: string; value: number; unit: string; threshold: number; raisedAt: string; changedAt: string; closedAt: string | null; closedBy: ('recovered' | 'signed-off') | null; reason: string | null; owner: string | null; caseId: string | null; provenance: 'local' | 'elsewhere' | 'simulated' }
  }
  /** A photo */
  'GET /api/attachments/{id}': {
    params: { id: string }
    query: Record<string, never>
    body: undefined
    answer: undefined
  }
  /** A photo, at most 320 pixels wide and high */
  'GET /api/attachments/{id}/thumb': {
    params: { id: string }
    query: Record<string, never>
    body: undefined
    answer: undefined
  }
  /** Who did what, newest first, in the regions the reader may audit */
  'GET /api/audit': {
    params: Record<string, never>
    query: { subject?: string; actor?: string; action?: string; from?: string; to?: string; cursor?: string; limit?: number }
    body: undefined
    answer: { items: ({ seq: number; at: string; actor: { id: string; kind: string; name: string }; action: string; subject: string; region: string; purpose: string | null; basis: string | null; details: Record<string, unknown>; traceId: string | null })[]; next: string | null; total: null }
  }
  /** Seals what is not yet chained and recomputes every hash */
  'GET /api/audit/verify': {
    params: Record<string, never>
    query: Record<string, never>
    body: undefined
    answer: { ok: boolean; entries: number; groups: number; head: string; brokenAt: number | null; unsealed: number }
  }
  /** How many open cases wait in each queue of the caller */
  'GET /api/case-queues': {
    params: Record<string, never>
    query: Record<string, never>
    body: undefined
    answer: Record<string, number>
  }
  /** Case types with their states, sources and clocks */
  'GET /api/case-types': {
    params: Record<string, never>
    query: Record<string, never>
    body: undefined
    answer: { id: string; version: number; title: { zh: string; en: string }; owner: string; states: { id: string; title: { zh: string; en: string }; terminal: boolean }[]; sources: { id: string; title: { zh: string; en: string } }[]; clocks: { id: string; title: { zh: string; en: string } }[]; photos: number }[]
  }
  /** Categories of a case type as a tree by parent, or those that match a search */
  'GET /api/case-types/{id}/categories': {
    params: { id: string }
    query: { q?: string }
    body: undefined
    answer: ({ code: string; parent: string | null; title: { zh: string; en: string }; standardCode: string; standard: string; region: string; leaf: boolean; kind: string; selfHandle: boolean; urgency: 'normal' | 'urgent' | 'critical'; filing?: { zh: string; en: string }; closing?: { zh: string; en: string }; words: string[]; limit: ({ amount: number; unit: 'minute' | 'workingHour' | 'workingDay' | 'naturalDay'; basis: string; official: boolean }) | null })[]
  }
  /** Cases in a queue, filtered */
  'GET /api/cases': {
    params: Record<string, never>
    query: { queue?: 'mine' | 'unit' | 'dispatch' | 'verify' | 'overdue' | 'supervised' | 'all'; region?: string; type?: string; category?: string; state?: string; source?: string; urgency?: 'normal' | 'urgent' | 'critical'; unit?: string; open?: 'true' | 'false'; q?: string; from?: string; to?: string; cursor?: string; limit?: number }
    body: undefined
    answer: { items: ({ id: string; caseNo: string; type: string; typeTitle: { zh: string; en: string }; title: string; category: string; categoryTitle: { zh: string; en: string }; state: string; stateTitle: { zh: string; en: string }; open: boolean; urgency: 'normal' | 'urgent' | 'critical'; region: string; regionName: string; address: string; place: ({ lon: number; lat: number; crs: 'EPSG:4490' | 'EPSG:4326'; address: string }) | null; unit: string | null; unitName: string | null; source: string; provenance: 'local' | 'elsewhere' | 'simulated'; reportedAt: string; updatedAt: string; closedAt: string | null; clock: ({ id: string; title: { zh: string; en: string }; state: 'running' | 'paused' | 'met' | 'breached' | 'stopped'; startedAt: string; dueAt: string | null; stoppedAt: string | null; limit: { amount: number; unit: 'minute' | 'workingHour' | 'workingDay' | 'naturalDay' }; used: number; basis: string; official: boolean; unknown?: boolean }) | null; overdue: boolean; supervised: boolean; cover: string | null })[]; next: string | null; total: number | null }
  }
  /** Report a case */
  'POST /api/cases': {
    params: Record<string, never>
    query: Record<string, never>
    body: { type: string; category: string; title: string; description?: string; place: { lon: number; lat: number; crs?: 'EPSG:4490' | 'EPSG:4326'; address?: string }; attachments?: string[]; urgency?: 'normal' | 'urgent' | 'critical'; contact?: { name?: string; phone?: string }; clientKey?: string; provenance?: 'local' | 'elsewhere' | 'simulated' }
    answer: { summary: { id: string; caseNo: string; type: string; typeTitle: { zh: string; en: string }; title: string; category: string; categoryTitle: { zh: string; en: string }; state: string; stateTitle: { zh: string; en: string }; open: boolean; urgency: 'normal' | 'urgent' | 'critical'; region: string; regionName: string; address: string; place: ({ lon: number; lat: number; crs: 'EPSG:4490' | 'EPSG:4326'; address: string }) | null; unit: string | null; unitName: string | null; source: string; provenance: 'local' | 'elsewhere' | 'simulated'; reportedAt: string; updatedAt: string; closedAt: string | null; clock: ({ id: string; title: { zh: string; en: string }; state: 'running' | 'paused' | 'met' | 'breached' | 'stopped'; startedAt: string; dueAt: string | null; stoppedAt: string | null; limit: { amount: number; unit: 'minute' | 'workingHour' | 'workingDay' | 'naturalDay' }; used: number; basis: string; official: boolean; unknown?: boolean }) | null; overdue: boolean; supervised: boolean; cover: string | null }; description: string; data: Record<string, unknown>; seq: number; clocks: ({ id: string; title: { zh: string; en: string }; state: 'running' | 'paused' | 'met' | 'breached' | 'stopped'; startedAt: string; dueAt: string | null; stoppedAt: string | null; limit: { amount: number; unit: 'minute' | 'workingHour' | 'workingDay' | 'naturalDay' }; used: number; basis: string; official: boolean; unknown?: boolean })[]; actions: ({ seq: number; action: string; title: { zh: string; en: string }; actor: string; actorUnit: string | null; at: string; from: { zh: string; en: string } | null; to: { zh: string; en: string }; note: string; data: Record<string, unknown>; attachments: ({ id: string; url: string; thumb: string; stage: 'before' | 'after' | 'other'; at: string; width: number; height: number })[] })[]; available: ({ id: string; title: { zh: string; en: string }; tone: 'primary' | 'quiet' | 'danger'; form: ({ name: string; label: { zh: string; en: string }; help?: { zh: string; en: string }; kind: 'text' | 'longText' | 'number' | 'boolean' | 'choice' | 'date' | 'datetime' | 'photos' | 'place' | 'unit' | 'units' | 'category'; required: boolean; max?: number; min?: number; options?: { value: string; label: { zh: string; en: string } }[]; stage?: 'before' | 'after' | 'other' })[]; blocked: { zh: string; en: string } | null })[]; attachments: ({ id: string; url: string; thumb: string; stage: 'before' | 'after' | 'other'; at: string; width: number; height: number })[]; alertId: string | null; coUnits: ({ id: string; name: string; as: 'helper' | 'called'; arrived: boolean })[]; routing: { rule: string; reason: { zh: string; en: string } } | null; reporter?: { name: string; phone: string; masked: boolean } | null; appraisal?: ({ by: 'reporter' | 'visit'; responded: boolean; resolved: 'yes' | 'partly' | 'no'; satisfaction: number; comment: string; at: string }) | null; counters?: Record<string, number>; plannedFor?: string | null; closing?: { zh: string; en: string } | null }
  }
  /** A case with its log, clocks and what the caller may do now */
  'GET /api/cases/{id}': {
    params: { id: string }
    query: Record<string, never>
    body: undefined
    answer: { summary: { id: string; caseNo: string; type: string; typeTitle: { zh: string; en: string }; title: string; category: string; categoryTitle: { zh: string; en: string }; state: string; stateTitle: { zh: string; en: string }; open: boolean; urgency: 'normal' | 'urgent' | 'critical'; region: string; regionName: string; address: string; place: ({ lon: number; lat: number; crs: 'EPSG:4490' | 'EPSG:4326'; address: string }) | null; unit: string | null; unitName: string | null; source: string; provenance: 'local' | 'elsewhere' | 'simulated'; reportedAt: string; updatedAt: string; closedAt: string | null; clock: ({ id: string; title: { zh: string; en: string }; state: 'running' | 'paused' | 'met' | 'breached' | 'stopped'; startedAt: string; dueAt: string | null; stoppedAt: string | null; limit: { amount: number; unit: 'minute' | 'workingHour' | 'workingDay' | 'naturalDay' }; used: number; basis: string; official: boolean; unknown?: boolean }) | null; overdue: boolean; supervised: boolean; cover: string | null }; description: string; data: Record<string, unknown>; seq: number; clocks: ({ id: string; title: { zh: string; en: string }; state: 'running' | 'paused' | 'met' | 'breached' | 'stopped'; startedAt: string; dueAt: string | null; stoppedAt: string | null; limit: { amount: number; unit: 'minute' | 'workingHour' | 'workingDay' | 'naturalDay' }; used: number; basis: string; official: boolean; unknown?: boolean })[]; actions: ({ seq: number; action: string; title: { zh: string; en: string }; actor: string; actorUnit: string | null; at: string; from: { zh: string; en: string } | null; to: { zh: string; en: string }; note: string; data: Record<string, unknown>; attachments: ({ id: string; url: string; thumb: string; stage: 'before' | 'after' | 'other'; at: string; width: number; height: number })[] })[]; available: ({ id: string; title: { zh: string; en: string }; tone: 'primary' | 'quiet' | 'danger'; form: ({ name: string; label: { zh: string; en: string }; help?: { zh: string; en: string }; kind: 'text' | 'longText' | 'number' | 'boolean' | 'choice' | 'date' | 'datetime' | 'photos' | 'place' | 'unit' | 'units' | 'category'; required: boolean; max?: number; min?: number; options?: { value: string; label: { zh: string; en: string } }[]; stage?: 'before' | 'after' | 'other' })[]; blocked: { zh: string; en: string } | null })[]; attachments: ({ id: string; url: string; thumb: string; stage: 'before' | 'after' | 'other'; at: string; width: number; height: number })[]; alertId: string | null; coUnits: ({ id: string; name: string; as: 'helper' | 'called'; arrived: boolean })[]; routing: { rule: string; reason: { zh: string; en: string } } | null; reporter?: { name: string; phone: string; masked: boolean } | null; appraisal?: ({ by: 'reporter' | 'visit'; responded: boolean; resolved: 'yes' | 'partly' | 'no'; satisfaction: number; comment: string; at: string }) | null; counters?: Record<string, number>; plannedFor?: string | null; closing?: { zh: string; en: string } | null }
  }
  /** Act on a case */
  'POST /api/cases/{id}/actions': {
    params: { id: string }
    query: Record<string, never>
    body: { action: string; expectedSeq: number; data?: Record<string, unknown>; note?: string; attachments?: string[]; clientKey?: string }
    answer: { summary: { id: string; caseNo: string; type: string; typeTitle: { zh: string; en: string }; title: string; category: string; categoryTitle: { zh: string; en: string }; state: string; stateTitle: { zh: string; en: string }; open: boolean; urgency: 'normal' | 'urgent' | 'critical'; region: string; regionName: string; address: string; place: ({ lon: number; lat: number; crs: 'EPSG:4490' | 'EPSG:4326'; address: string }) | null; unit: string | null; unitName: string | null; source: string; provenance: 'local' | 'elsewhere' | 'simulated'; reportedAt: string; updatedAt: string; closedAt: string | null; clock: ({ id: string; title: { zh: string; en: string }; state: 'running' | 'paused' | 'met' | 'breached' | 'stopped'; startedAt: string; dueAt: string | null; stoppedAt: string | null; limit: { amount: number; unit: 'minute' | 'workingHour' | 'workingDay' | 'naturalDay' }; used: number; basis: string; official: boolean; unknown?: boolean }) | null; overdue: boolean; supervised: boolean; cover: string | null }; description: string; data: Record<string, unknown>; seq: number; clocks: ({ id: string; title: { zh: string; en: string }; state: 'running' | 'paused' | 'met' | 'breached' | 'stopped'; startedAt: string; dueAt: string | null; stoppedAt: string | null; limit: { amount: number; unit: 'minute' | 'workingHour' | 'workingDay' | 'naturalDay' }; used: number; basis: string; official: boolean; unknown?: boolean })[]; actions: ({ seq: number; action: string; title: { zh: string; en: string }; actor: string; actorUnit: string | null; at: string; from: { zh: string; en: string } | null; to: { zh: string; en: string }; note: string; data: Record<string, unknown>; attachments: ({ id: string; url: string; thumb: string; stage: 'before' | 'after' | 'other'; at: string; width: number; height: number })[] })[]; available: ({ id: string; title: { zh: string; en: string }; tone: 'primary' | 'quiet' | 'danger'; form: ({ name: string; label: { zh: string; en: string }; help?: { zh: string; en: string }; kind: 'text' | 'longText' | 'number' | 'boolean' | 'choice' | 'date' | 'datetime' | 'photos' | 'place' | 'unit' | 'units' | 'category'; required: boolean; max?: number; min?: number; options?: { value: string; label: { zh: string; en: string } }[]; stage?: 'before' | 'after' | 'other' })[]; blocked: { zh: string; en: string } | null })[]; attachments: ({ id: string; url: string; thumb: string; stage: 'before' | 'after' | 'other'; at: string; width: number; height: number })[]; alertId: string | null; coUnits: ({ id: string; name: string; as: 'helper' | 'called'; arrived: boolean })[]; routing: { rule: string; reason: { zh: string; en: string } } | null; reporter?: { name: string; phone: string; masked: boolean } | null; appraisal?: ({ by: 'reporter' | 'visit'; responded: boolean; resolved: 'yes' | 'partly' | 'no'; satisfaction: number; comment: string; at: string }) | null; counters?: Record<string, number>; plannedFor?: string | null; closing?: { zh: string; en: string } | null }
  }
  /** Information resources: search in Chinese, pinyin and by code, with facets */
  'GET /api/catalogue': {
    params: Record<string, never>
    query: { q?: string; owner?: string; class?: string; sharing?: string; opening?: string; cycle?: string; state?: string; grade?: string; kind?: string; region?: string; view?: 'mine' | 'review' | 'overdue'; sort?: 'relevance' | 'updated' | 'title' | 'quality' | 'code'; cursor?: string; limit?: number }
    body: undefined
    answer: { items: ({ id: string; no: number; code: string; title: string; summary: string; owner: string; region: string; kind: 'table' | 'entities' | 'service'; path: string; state: 'draft' | 'reviewing' | 'published' | 'changing' | 'withdrawn'; version: number; grade: number; quality: number | null; stopped: boolean; rows: number; cycle: 'realtime' | 'daily' | 'weekly' | 'monthly' | 'quarterly' | 'half-yearly' | 'yearly' | 'irregular'; loadedAt: string | null; publishedAt: string | null; updatedAt: string; keywords: string[]; ownerName: string; sharing: 'unconditional' | 'conditional' | 'refused'; opening: 'unconditional' | 'conditional' | 'refused'; submitted: boolean; overdue: boolean; fields: number })[]; total: number; next: string | null; facets: Record<string, ({ value: string; title: string | null; count: number })[]> }
  }
  /** A draft of an information resource; it gets its code */
  'POST /api/catalogue': {
    params: Record<string, never>
    query: Record<string, never>
    body: { draft: { title: string; summary: string; path: string; owner: string; region: string; kind: 'table' | 'entities' | 'service'; target: string | null; fields: ({ name: string; title: string; type: 'text' | 'integer' | 'number' | 'boolean' | 'date' | 'datetime' | 'region' | 'geometry' | 'json'; length: number | null; required: boolean; standard: string | null; description: string; classification: { grade: number; category: 'public' | 'business' | 'identity-number' | 'name' | 'phone' | 'address' | 'bank-card' | 'plate' | 'birthday' | 'place' | 'health' | 'biometric' | 'belief' | 'minor' | 'credit-code' | 'enterprise-secret' | 'security'; mask: 'none' | 'name' | 'identity-number' | 'identity-number-outer' | 'phone' | 'bank-card' | 'address' | 'place' | 'year' | 'pseudonym' | 'hide'; confirmed: boolean; reason: string } })[]; keys: string[]; subject: ({ kind: 'person' | 'enterprise'; field: string }) | null; regionField: string | null; sharing: { type: 'unconditional' | 'conditional' | 'refused'; condition: string; basis: string }; opening: { type: 'unconditional' | 'conditional' | 'refused'; condition: string }; channels: ('api' | 'table' | 'file')[]; cycle: 'realtime' | 'daily' | 'weekly' | 'monthly' | 'quarterly' | 'half-yearly' | 'yearly' | 'irregular'; keywords: string[] } }
    answer: { resource: { title: string; summary: string; path: string; owner: string; region: string; kind: 'table' | 'entities' | 'service'; target: string | null; fields: ({ name: string; title: string; type: 'text' | 'integer' | 'number' | 'boolean' | 'date' | 'datetime' | 'region' | 'geometry' | 'json'; length: number | null; required: boolean; standard: string | null; description: string; classification: { grade: number; category: 'public' | 'business' | 'identity-number' | 'name' | 'phone' | 'address' | 'bank-card' | 'plate' | 'birthday' | 'place' | 'health' | 'biometric' | 'belief' | 'minor' | 'credit-code' | 'enterprise-secret' | 'security'; mask: 'none' | 'name' | 'identity-number' | 'identity-number-outer' | 'phone' | 'bank-card' | 'address' | 'place' | 'year' | 'pseudonym' | 'hide'; confirmed: boolean; reason: string } })[]; keys: string[]; subject: ({ kind: 'person' | 'enterprise'; field: string }) | null; regionField: string | null; sharing: { type: 'unconditional' | 'conditional' | 'refused'; condition: string; basis: string }; opening: { type: 'unconditional' | 'conditional' | 'refused'; condition: string }; channels: ('api' | 'table' | 'file')[]; cycle: 'realtime' | 'daily' | 'weekly' | 'monthly' | 'quarterly' | 'half-yearly' | 'yearly' | 'irregular'; keywords: string[]; id: string; no: number; code: string; state: 'draft' | 'reviewing' | 'published' | 'changing' | 'withdrawn'; version: number; grade: number; quality: number | null; stopped: boolean; rows: number; loadedAt: string | null; publishedAt: string | null; updatedAt: string }; ownerName: string; submitted: boolean; revision: number; overdue: boolean; dueAt: string | null; work: ({ title: string; summary: string; path: string; owner: string; region: string; kind: 'table' | 'entities' | 'service'; target: string | null; fields: ({ name: string; title: string; type: 'text' | 'integer' | 'number' | 'boolean' | 'date' | 'datetime' | 'region' | 'geometry' | 'json'; length: number | null; required: boolean; standard: string | null; description: string; classification: { grade: number; category: 'public' | 'business' | 'identity-number' | 'name' | 'phone' | 'address' | 'bank-card' | 'plate' | 'birthday' | 'place' | 'health' | 'biometric' | 'belief' | 'minor' | 'credit-code' | 'enterprise-secret' | 'security'; mask: 'none' | 'name' | 'identity-number' | 'identity-number-outer' | 'phone' | 'bank-card' | 'address' | 'place' | 'year' | 'pseudonym' | 'hide'; confirmed: boolean; reason: string } })[]; keys: string[]; subject: ({ kind: 'person' | 'enterprise'; field: string }) | null; regionField: string | null; sharing: { type: 'unconditional' | 'conditional' | 'refused'; condition: string; basis: string }; opening: { type: 'unconditional' | 'conditional' | 'refused'; condition: string }; channels: ('api' | 'table' | 'file')[]; cycle: 'realtime' | 'daily' | 'weekly' | 'monthly' | 'quarterly' | 'half-yearly' | 'yearly' | 'irregular'; keywords: string[] }) | null; authors: string[]; actions: ('submit' | 'recall' | 'publish' | 'return' | 'change' | 'discard' | 'withdraw')[] }
  }
  /** The catalogue as DCAT-AP 3 (jsonld), paged */
  'GET /api/catalogue.jsonld': {
    params: Record<string, never>
    query: { page?: number; size?: number }
    body: undefined
    answer: undefined
  }
  /** The catalogue as DCAT-AP 3 (ttl), paged */
  'GET /api/catalogue.ttl': {
    params: Record<string, never>
    query: { page?: number; size?: number }
    body: undefined
    answer: undefined
  }
  /** An information resource with its fields and what the caller may do */
  'GET /api/catalogue/{id}': {
    params: { id: string }
    query: Record<string, never>
    body: undefined
    answer: { resource: { title: string; summary: string; path: string; owner: string; region: string; kind: 'table' | 'entities' | 'service'; target: string | null; fields: ({ name: string; title: string; type: 'text' | 'integer' | 'number' | 'boolean' | 'date' | 'datetime' | 'region' | 'geometry' | 'json'; length: number | null; required: boolean; standard: string | null; description: string; classification: { grade: number; category: 'public' | 'business' | 'identity-number' | 'name' | 'phone' | 'address' | 'bank-card' | 'plate' | 'birthday' | 'place' | 'health' | 'biometric' | 'belief' | 'minor' | 'credit-code' | 'enterprise-secret' | 'security'; mask: 'none' | 'name' | 'identity-number' | 'identity-number-outer' | 'phone' | 'bank-card' | 'address' | 'place' | 'year' | 'pseudonym' | 'hide'; confirmed: boolean; reason: string } })[]; keys: string[]; subject: ({ kind: 'person' | 'enterprise'; field: string }) | null; regionField: string | null; sharing: { type: 'unconditional' | 'conditional' | 'refused'; condition: string; basis: string }; opening: { type: 'unconditional' | 'conditional' | 'refused'; condition: string }; channels: ('api' | 'table' | 'file')[]; cycle: 'realtime' | 'daily' | 'weekly' | 'monthly' | 'quarterly' | 'half-yearly' | 'yearly' | 'irregular'; keywords: string[]; id: string; no: number; code: string; state: 'draft' | 'reviewing' | 'published' | 'changing' | 'withdrawn'; version: number; grade: number; quality: number | null; stopped: boolean; rows: number; loadedAt: string | null; publishedAt: string | null; updatedAt: string }; ownerName: string; submitted: boolean; revision: number; overdue: boolean; dueAt: string | null; work: ({ title: string; summary: string; path: string; owner: string; region: string; kind: 'table' | 'entities' | 'service'; target: string | null; fields: ({ name: string; title: string; type: 'text' | 'integer' | 'number' | 'boolean' | 'date' | 'datetime' | 'region' | 'geometry' | 'json'; length: number | null; required: boolean; standard: string | null; description: string; classification: { grade: number; category: 'public' | 'business' | 'identity-number' | 'name' | 'phone' | 'address' | 'bank-card' | 'plate' | 'birthday' | 'place' | 'health' | 'biometric' | 'belief' | 'minor' | 'credit-code' | 'enterprise-secret' | 'security'; mask: 'none' | 'name' | 'identity-number' | 'identity-number-outer' | 'phone' | 'bank-card' | 'address' | 'place' | 'year' | 'pseudonym' | 'hide'; confirmed: boolean; reason: string } })[]; keys: string[]; subject: ({ kind: 'person' | 'enterprise'; field: string }) | null; regionField: string | null; sharing: { type: 'unconditional' | 'conditional' | 'refused'; condition: string; basis: string }; opening: { type: 'unconditional' | 'conditional' | 'refused'; condition: string }; channels: ('api' | 'table' | 'file')[]; cycle: 'realtime' | 'daily' | 'weekly' | 'monthly' | 'quarterly' | 'half-yearly' | 'yearly' | 'irregular'; keywords: string[] }) | null; authors: string[]; actions: ('submit' | 'recall' | 'publish' | 'return' | 'change' | 'discard' | 'withdraw')[] }
  }
  /** Change a draft, or begin to change what is published; the last version goes on being served */
  'PUT /api/catalogue/{id}': {
    params: { id: string }
    query: Record<string, never>
    body: { draft: { title: string; summary: string; path: string; owner: string; region: string; kind: 'table' | 'entities' | 'service'; target: string | null; fields: ({ name: string; title: string; type: 'text' | 'integer' | 'number' | 'boolean' | 'date' | 'datetime' | 'region' | 'geometry' | 'json'; length: number | null; required: boolean; standard: string | null; description: string; classification: { grade: number; category: 'public' | 'business' | 'identity-number' | 'name' | 'phone' | 'address' | 'bank-card' | 'plate' | 'birthday' | 'place' | 'health' | 'biometric' | 'belief' | 'minor' | 'credit-code' | 'enterprise-secret' | 'security'; mask: 'none' | 'name' | 'identity-number' | 'identity-number-outer' | 'phone' | 'bank-card' | 'address' | 'place' | 'year' | 'pseudonym' | 'hide'; confirmed: boolean; reason: string } })[]; keys: string[]; subject: ({ kind: 'person' | 'enterprise'; field: string }) | null; regionField: string | null; sharing: { type: 'unconditional' | 'conditional' | 'refused'; condition: string; basis: string }; opening: { type: 'unconditional' | 'conditional' | 'refused'; condition: string }; channels: ('api' | 'table' | 'file')[]; cycle: 'realtime' | 'daily' | 'weekly' | 'monthly' | 'quarterly' | 'half-yearly' | 'yearly' | 'irregular'; keywords: string[] }; reason: string; revision: number }
    answer: { resource: { title: string; summary: string; path: string; owner: string; region: string; kind: 'table' | 'entities' | 'service'; target: string | null; fields: ({ name: string; title: string; type: 'text' | 'integer' | 'number' | 'boolean' | 'date' | 'datetime' | 'region' | 'geometry' | 'json'; length: number | null; required: boolean; standard: string | null; description: string; classification: { grade: number; category: 'public' | 'business' | 'identity-number' | 'name' | 'phone' | 'address' | 'bank-card' | 'plate' | 'birthday' | 'place' | 'health' | 'biometric' | 'belief' | 'minor' | 'credit-code' | 'enterprise-secret' | 'security'; mask: 'none' | 'name' | 'identity-number' | 'identity-number-outer' | 'phone' | 'bank-card' | 'address' | 'place' | 'year' | 'pseudonym' | 'hide'; confirmed: boolean; reason: string } })[]; keys: string[]; subject: ({ kind: 'person' | 'enterprise'; field: string }) | null; regionField: string | null; sharing: { type: 'unconditional' | 'conditional' | 'refused'; condition: string; basis: string }; opening: { type: 'unconditional' | 'conditional' | 'refused'; condition: string }; channels: ('api' | 'table' | 'file')[]; cycle: 'realtime' | 'daily' | 'weekly' | 'monthly' | 'quarterly' | 'half-yearly' | 'yearly' | 'irregular'; keywords: string[]; id: string; no: number; code: string; state: 'draft' | 'reviewing' | 'published' | 'changing' | 'withdrawn'; version: number; grade: number; quality: number | null; stopped: boolean; rows: number; loadedAt: string | null; publishedAt: string | null; updatedAt: string }; ownerName: string; submitted: boolean; revision: number; overdue: boolean; dueAt: string | null; work: ({ title: string; summary: string; path: string; owner: string; region: string; kind: 'table' | 'entities' | 'service'; target: string | null; fields: ({ name: string; title: string; type: 'text' | 'integer' | 'number' | 'boolean' | 'date' | 'datetime' | 'region' | 'geometry' | 'json'; length: number | null; required: boolean; standard: string | null; description: string; classification: { grade: number; category: 'public' | 'business' | 'identity-number' | 'name' | 'phone' | 'address' | 'bank-card' | 'plate' | 'birthday' | 'place' | 'health' | 'biometric' | 'belief' | 'minor' | 'credit-code' | 'enterprise-secret' | 'security'; mask: 'none' | 'name' | 'identity-number' | 'identity-number-outer' | 'phone' | 'bank-card' | 'address' | 'place' | 'year' | 'pseudonym' | 'hide'; confirmed: boolean; reason: string } })[]; keys: string[]; subject: ({ kind: 'person' | 'enterprise'; field: string }) | null; regionField: string | null; sharing: { type: 'unconditional' | 'conditional' | 'refused'; condition: string; basis: string }; opening: { type: 'unconditional' | 'conditional' | 'refused'; condition: string }; channels: ('api' | 'table' | 'file')[]; cycle: 'realtime' | 'daily' | 'weekly' | 'monthly' | 'quarterly' | 'half-yearly' | 'yearly' | 'irregular'; keywords: string[] }) | null; authors: string[]; actions: ('submit' | 'recall' | 'publish' | 'return' | 'change' | 'discard' | 'withdraw')[] }
  }
  /** Submit, recall, publish, return, discard a change or withdraw; with the reason */
  'POST /api/catalogue/{id}/actions': {
    params: { id: string }
    query: Record<string, never>
    body: { action: 'submit' | 'recall' | 'publish' | 'return' | 'discard' | 'withdraw'; reason: string; revision: number }
    answer: { resource: { title: string; summary: string; path: string; owner: string; region: string; kind: 'table' | 'entities' | 'service'; target: string | null; fields: ({ name: string; title: string; type: 'text' | 'integer' | 'number' | 'boolean' | 'date' | 'datetime' | 'region' | 'geometry' | 'json'; length: number | null; required: boolean; standard: string | null; description: string; classification: { grade: number; category: 'public' | 'business' | 'identity-number' | 'name' | 'phone' | 'address' | 'bank-card' | 'plate' | 'birthday' | 'place' | 'health' | 'biometric' | 'belief' | 'minor' | 'credit-code' | 'enterprise-secret' | 'security'; mask: 'none' | 'name' | 'identity-number' | 'identity-number-outer' | 'phone' | 'bank-card' | 'address' | 'place' | 'year' | 'pseudonym' | 'hide'; confirmed: boolean; reason: string } })[]; keys: string[]; subject: ({ kind: 'person' | 'enterprise'; field: string }) | null; regionField: string | null; sharing: { type: 'unconditional' | 'conditional' | 'refused'; condition: string; basis: string }; opening: { type: 'unconditional' | 'conditional' | 'refused'; condition: string }; channels: ('api' | 'table' | 'file')[]; cycle: 'realtime' | 'daily' | 'weekly' | 'monthly' | 'quarterly' | 'half-yearly' | 'yearly' | 'irregular'; keywords: string[]; id: string; no: number; code: string; state: 'draft' | 'reviewing' | 'published' | 'changing' | 'withdrawn'; version: number; grade: number; quality: number | null; stopped: boolean; rows: number; loadedAt: string | null; publishedAt: string | null; updatedAt: string }; ownerName: string; submitted: boolean; revision: number; overdue: boolean; dueAt: string | null; work: ({ title: string; summary: string; path: string; owner: string; region: string; kind: 'table' | 'entities' | 'service'; target: string | null; fields: ({ name: string; title: string; type: 'text' | 'integer' | 'number' | 'boolean' | 'date' | 'datetime' | 'region' | 'geometry' | 'json'; length: number | null; required: boolean; standard: string | null; description: string; classification: { grade: number; category: 'public' | 'business' | 'identity-number' | 'name' | 'phone' | 'address' | 'bank-card' | 'plate' | 'birthday' | 'place' | 'health' | 'biometric' | 'belief' | 'minor' | 'credit-code' | 'enterprise-secret' | 'security'; mask: 'none' | 'name' | 'identity-number' | 'identity-number-outer' | 'phone' | 'bank-card' | 'address' | 'place' | 'year' | 'pseudonym' | 'hide'; confirmed: boolean; reason: string } })[]; keys: string[]; subject: ({ kind: 'person' | 'enterprise'; field: string }) | null; regionField: string | null; sharing: { type: 'unconditional' | 'conditional' | 'refused'; condition: string; basis: string }; opening: { type: 'unconditional' | 'conditional' | 'refused'; condition: string }; channels: ('api' | 'table' | 'file')[]; cycle: 'realtime' | 'daily' | 'weekly' | 'monthly' | 'quarterly' | 'half-yearly' | 'yearly' | 'irregular'; keywords: string[] }) | null; authors: string[]; actions: ('submit' | 'recall' | 'publish' | 'return' | 'change' | 'discard' | 'withdraw')[] }
  }
  /** What differs between two versions, or a version and the revision in work */
  'GET /api/catalogue/{id}/diff': {
    params: { id: string }
    query: { from: number; to: 'work' | number }
    body: undefined
    answer: { differences: ({ path: string; kind: 'added' | 'removed' | 'changed'; before: unknown; after: unknown })[] }
  }
  /** What was done to an information resource, by whom and why; newest first */
  'GET /api/catalogue/{id}/history': {
    params: { id: string }
    query: { before?: number; limit?: number }
    body: undefined
    answer: { steps: ({ seq: number; action: string; state: 'draft' | 'reviewing' | 'published' | 'changing' | 'withdrawn'; version: number; actor: string; actorName: string; reason: string; at: string })[]; next: number | null }
  }
  /** Versions that were served, newest first */
  'GET /api/catalogue/{id}/versions': {
    params: { id: string }
    query: { before?: number; limit?: number }
    body: undefined
    answer: { versions: ({ version: number; reason: string; authors: string[]; reviewer: string | null; publishedAt: string })[]; next: number | null }
  }
  /** The words of one version */
  'GET /api/catalogue/{id}/versions/{version}': {
    params: { id: string; version: number }
    query: Record<string, never>
    body: undefined
    answer: { title: string; summary: string; path: string; owner: string; region: string; kind: 'table' | 'entities' | 'service'; target: string | null; fields: ({ name: string; title: string; type: 'text' | 'integer' | 'number' | 'boolean' | 'date' | 'datetime' | 'region' | 'geometry' | 'json'; length: number | null; required: boolean; standard: string | null; description: string; classification: { grade: number; category: 'public' | 'business' | 'identity-number' | 'name' | 'phone' | 'address' | 'bank-card' | 'plate' | 'birthday' | 'place' | 'health' | 'biometric' | 'belief' | 'minor' | 'credit-code' | 'enterprise-secret' | 'security'; mask: 'none' | 'name' | 'identity-number' | 'identity-number-outer' | 'phone' | 'bank-card' | 'address' | 'place' | 'year' | 'pseudonym' | 'hide'; confirmed: boolean; reason: string } })[]; keys: string[]; subject: ({ kind: 'person' | 'enterprise'; field: string }) | null; regionField: string | null; sharing: { type: 'unconditional' | 'conditional' | 'refused'; condition: string; basis: string }; opening: { type: 'unconditional' | 'conditional' | 'refused'; condition: string }; channels: ('api' | 'table' | 'file')[]; cycle: 'realtime' | 'daily' | 'weekly' | 'monthly' | 'quarterly' | 'half-yearly' | 'yearly' | 'irregular'; keywords: string[] }
  }
  /** Classes and items of the guide, for the path of an entry */
  'GET /api/catalogue/classes': {
    params: Record<string, never>
    query: Record<string, never>
    body: undefined
    answer: { classes: { value: string; title: string; items: { value: string; title: string }[] }[] }
  }
  /** Own reports, newest first */
  'GET /api/citizen/reports': {
    params: Record<string, never>
    query: { cursor?: string; limit?: number }
    body: undefined
    answer: { items: ({ id: string; caseNo: string; type: string; title: string; description: string; category: string; categoryTitle: { zh: string; en: string }; status: { zh: string; en: string }; step: 'received' | 'filed' | 'assigned' | 'handling' | 'checking' | 'appraise' | 'done' | 'refused'; open: boolean; place: ({ lon: number; lat: number; crs: 'EPSG:4490' | 'EPSG:4326'; address: string }) | null; address: string; regionName: string; unitName: string | null; reportedAt: string; updatedAt: string; closedAt: string | null; dueAt: string | null; cover: string | null; stages: ({ step: 'received' | 'filed' | 'assigned' | 'handling' | 'checking' | 'appraise' | 'done' | 'refused'; title: { zh: string; en: string }; state: 'done' | 'current' | 'todo'; at: string | null })[]; progress: ({ at: string; text: { zh: string; en: string }; by: string | null; note: string; attachments: ({ id: string; url: string; thumb: string; stage: 'before' | 'after' | 'other'; at: string; width: number; height: number })[] })[]; attachments: ({ id: string; url: string; thumb: string; stage: 'before' | 'after' | 'other'; at: string; width: number; height: number })[]; appraisal: ({ by: 'reporter' | 'visit'; responded: boolean; resolved: 'yes' | 'partly' | 'no'; satisfaction: number; comment: string; at: string }) | null; canAppraise: boolean; appraiseUntil: string | null; relation: 'own' | 'joined'; joined: number })[]; next: string | null; total: number | null }
  }
  /** A citizen reports a problem */
  'POST /api/citizen/reports': {
    params: Record<string, never>
    query: Record<string, never>
    body: { type: string; category: string; title: string; description?: string; place: { lon: number; lat: number; crs?: 'EPSG:4490' | 'EPSG:4326'; address?: string }; attachments?: string[]; urgency?: 'normal' | 'urgent' | 'critical'; contact?: { name?: string; phone?: string }; clientKey?: string; provenance?: 'local' | 'elsewhere' | 'simulated' }
    answer: { id: string; caseNo: string; type: string; title: string; description: string; category: string; categoryTitle: { zh: string; en: string }; status: { zh: string; en: string }; step: 'received' | 'filed' | 'assigned' | 'handling' | 'checking' | 'appraise' | 'done' | 'refused'; open: boolean; place: ({ lon: number; lat: number; crs: 'EPSG:4490' | 'EPSG:4326'; address: string }) | null; address: string; regionName: string; unitName: string | null; reportedAt: string; updatedAt: string; closedAt: string | null; dueAt: string | null; cover: string | null; stages: ({ step: 'received' | 'filed' | 'assigned' | 'handling' | 'checking' | 'appraise' | 'done' | 'refused'; title: { zh: string; en: string }; state: 'done' | 'current' | 'todo'; at: string | null })[]; progress: ({ at: string; text: { zh: string; en: string }; by: string | null; note: string; attachments: ({ id: string; url: string; thumb: string; stage: 'before' | 'after' | 'other'; at: string; width: number; height: number })[] })[]; attachments: ({ id: string; url: string; thumb: string; stage: 'before' | 'after' | 'other'; at: string; width: number; height: number })[]; appraisal: ({ by: 'reporter' | 'visit'; responded: boolean; resolved: 'yes' | 'partly' | 'no'; satisfaction: number; comment: string; at: string }) | null; canAppraise: boolean; appraiseUntil: string | null; relation: 'own' | 'joined'; joined: number }
  }
  /** An own report, with every step so far */
  'GET /api/citizen/reports/{id}': {
    params: { id: string }
    query: Record<string, never>
    body: undefined
    answer: { id: string; caseNo: string; type: string; title: string; description: string; category: string; categoryTitle: { zh: string; en: string }; status: { zh: string; en: string }; step: 'received' | 'filed' | 'assigned' | 'handling' | 'checking' | 'appraise' | 'done' | 'refused'; open: boolean; place: ({ lon: number; lat: number; crs: 'EPSG:4490' | 'EPSG:4326'; address: string }) | null; address: string; regionName: string; unitName: string | null; reportedAt: string; updatedAt: string; closedAt: string | null; dueAt: string | null; cover: string | null; stages: ({ step: 'received' | 'filed' | 'assigned' | 'handling' | 'checking' | 'appraise' | 'done' | 'refused'; title: { zh: string; en: string }; state: 'done' | 'current' | 'todo'; at: string | null })[]; progress: ({ at: string; text: { zh: string; en: string }; by: string | null; note: string; attachments: ({ id: string; url: string; thumb: string; stage: 'before' | 'after' | 'other'; at: string; width: number; height: number })[] })[]; attachments: ({ id: string; url: string; thumb: string; stage: 'before' | 'after' | 'other'; at: string; width: number; height: number })[]; appraisal: ({ by: 'reporter' | 'visit'; responded: boolean; resolved: 'yes' | 'partly' | 'no'; satisfaction: number; comment: string; at: string }) | null; canAppraise: boolean; appraiseUntil: string | null; relation: 'own' | 'joined'; joined: number }
  }
  /** Say how it went */
  'POST /api/citizen/reports/{id}/appraise': {
    params: { id: string }
    query: Record<string, never>
    body: { responded: boolean; resolved: 'yes' | 'partly' | 'no'; satisfaction: number; comment?: string }
    answer: { id: string; caseNo: string; type: string; title: string; description: string; category: string; categoryTitle: { zh: string; en: string }; status: { zh: string; en: string }; step: 'received' | 'filed' | 'assigned' | 'handling' | 'checking' | 'appraise' | 'done' | 'refused'; open: boolean; place: ({ lon: number; lat: number; crs: 'EPSG:4490' | 'EPSG:4326'; address: string }) | null; address: string; regionName: string; unitName: string | null; reportedAt: string; updatedAt: string; closedAt: string | null; dueAt: string | null; cover: string | null; stages: ({ step: 'received' | 'filed' | 'assigned' | 'handling' | 'checking' | 'appraise' | 'done' | 'refused'; title: { zh: string; en: string }; state: 'done' | 'current' | 'todo'; at: string | null })[]; progress: ({ at: string; text: { zh: string; en: string }; by: string | null; note: string; attachments: ({ id: string; url: string; thumb: string; stage: 'before' | 'after' | 'other'; at: string; width: number; height: number })[] })[]; attachments: ({ id: string; url: string; thumb: string; stage: 'before' | 'after' | 'other'; at: string; width: number; height: number })[]; appraisal: ({ by: 'reporter' | 'visit'; responded: boolean; resolved: 'yes' | 'partly' | 'no'; satisfaction: number; comment: string; at: string }) | null; canAppraise: boolean; appraiseUntil: string | null; relation: 'own' | 'joined'; joined: number }
  }
  /** Join the report of somebody else instead of reporting the same again */
  'POST /api/citizen/reports/{id}/join': {
    params: { id: string }
    query: Record<string, never>
    body: undefined
    answer: { id: string; caseNo: string; type: string; title: string; description: string; category: string; categoryTitle: { zh: string; en: string }; status: { zh: string; en: string }; step: 'received' | 'filed' | 'assigned' | 'handling' | 'checking' | 'appraise' | 'done' | 'refused'; open: boolean; place: ({ lon: number; lat: number; crs: 'EPSG:4490' | 'EPSG:4326'; address: string }) | null; address: string; regionName: string; unitName: string | null; reportedAt: string; updatedAt: string; closedAt: string | null; dueAt: string | null; cover: string | null; stages: ({ step: 'received' | 'filed' | 'assigned' | 'handling' | 'checking' | 'appraise' | 'done' | 'refused'; title: { zh: string; en: string }; state: 'done' | 'current' | 'todo'; at: string | null })[]; progress: ({ at: string; text: { zh: string; en: string }; by: string | null; note: string; attachments: ({ id: string; url: string; thumb: string; stage: 'before' | 'after' | 'other'; at: string; width: number; height: number })[] })[]; attachments: ({ id: string; url: string; thumb: string; stage: 'before' | 'after' | 'other'; at: string; width: number; height: number })[]; appraisal: ({ by: 'reporter' | 'visit'; responded: boolean; resolved: 'yes' | 'partly' | 'no'; satisfaction: number; comment: string; at: string }) | null; canAppraise: boolean; appraiseUntil: string | null; relation: 'own' | 'joined'; joined: number }
  }
  /** Open reports of the same kind nearby, without anything personal */
  'GET /api/citizen/reports/similar': {
    params: Record<string, never>
    query: { type?: string; category: string; lon: number; lat: number }
    body: undefined
    answer: ({ id: string; category: string; categoryTitle: { zh: string; en: string }; distance: number; status: { zh: string; en: string }; step: 'received' | 'filed' | 'assigned' | 'handling' | 'checking' | 'appraise' | 'done' | 'refused'; reportedAt: string; joined: number; mine: boolean })[]
  }
  /** The city this hub serves */
  'GET /api/city': {
    params: Record<string, never>
    query: Record<string, never>
    body: undefined
    answer: undefined
  }
  /** The owner's word on fields; what lowers protection waits for a second person */
  'POST /api/classification/{resource}/confirm': {
    params: { resource: string }
    query: Record<string, never>
    body: { fields?: Record<string, { grade: number; category: 'public' | 'business' | 'identity-number' | 'name' | 'phone' | 'address' | 'bank-card' | 'plate' | 'birthday' | 'place' | 'health' | 'biometric' | 'belief' | 'minor' | 'credit-code' | 'enterprise-secret' | 'security'; mask: 'none' | 'name' | 'identity-number' | 'identity-number-outer' | 'phone' | 'bank-card' | 'address' | 'place' | 'year' | 'pseudonym' | 'hide'; reason?: string }>; accept?: string[] }
    answer: { confirmed: string[]; waiting: string[]; view: { resource: string; code: string; title: string; owner: string; ownerName: string; rows: number; grade: number; fieldGrade: number; unconfirmed: number; canConfirm: boolean; fields: ({ name: string; title: string; type: 'text' | 'integer' | 'number' | 'boolean' | 'date' | 'datetime' | 'region' | 'geometry' | 'json'; standard: string | null; current: { grade: number; category: 'public' | 'business' | 'identity-number' | 'name' | 'phone' | 'address' | 'bank-card' | 'plate' | 'birthday' | 'place' | 'health' | 'biometric' | 'belief' | 'minor' | 'credit-code' | 'enterprise-secret' | 'security'; mask: 'none' | 'name' | 'identity-number' | 'identity-number-outer' | 'phone' | 'bank-card' | 'address' | 'place' | 'year' | 'pseudonym' | 'hide'; confirmed: boolean; reason: string }; suggestion: ({ grade: number; category: 'public' | 'business' | 'identity-number' | 'name' | 'phone' | 'address' | 'bank-card' | 'plate' | 'birthday' | 'place' | 'health' | 'biometric' | 'belief' | 'minor' | 'credit-code' | 'enterprise-secret' | 'security'; mask: 'none' | 'name' | 'identity-number' | 'identity-number-outer' | 'phone' | 'bank-card' | 'address' | 'place' | 'year' | 'pseudonym' | 'hide'; confidence: number; reason: string; sampled: number; at: string }) | null; stricter: boolean; lowering: number | null })[] } }
  }
  /** Classification of a resource: what holds and what was suggested, per field */
  'GET /api/classification/{resource}/suggest': {
    params: { resource: string }
    query: Record<string, never>
    body: undefined
    answer: { resource: string; code: string; title: string; owner: string; ownerName: string; rows: number; grade: number; fieldGrade: number; unconfirmed: number; canConfirm: boolean; fields: ({ name: string; title: string; type: 'text' | 'integer' | 'number' | 'boolean' | 'date' | 'datetime' | 'region' | 'geometry' | 'json'; standard: string | null; current: { grade: number; category: 'public' | 'business' | 'identity-number' | 'name' | 'phone' | 'address' | 'bank-card' | 'plate' | 'birthday' | 'place' | 'health' | 'biometric' | 'belief' | 'minor' | 'credit-code' | 'enterprise-secret' | 'security'; mask: 'none' | 'name' | 'identity-number' | 'identity-number-outer' | 'phone' | 'bank-card' | 'address' | 'place' | 'year' | 'pseudonym' | 'hide'; confirmed: boolean; reason: string }; suggestion: ({ grade: number; category: 'public' | 'business' | 'identity-number' | 'name' | 'phone' | 'address' | 'bank-card' | 'plate' | 'birthday' | 'place' | 'health' | 'biometric' | 'belief' | 'minor' | 'credit-code' | 'enterprise-secret' | 'security'; mask: 'none' | 'name' | 'identity-number' | 'identity-number-outer' | 'phone' | 'bank-card' | 'address' | 'place' | 'year' | 'pseudonym' | 'hide'; confidence: number; reason: string; sampled: number; at: string }) | null; stricter: boolean; lowering: number | null })[] }
  }
  /** Look at names, standards and a sample of values anew; open fields follow where the suggestion is stricter */
  'POST /api/classification/{resource}/suggest': {
    params: { resource: string }
    query: Record<string, never>
    body: undefined
    answer: { resource: string; code: string; title: string; owner: string; ownerName: string; rows: number; grade: number; fieldGrade: number; unconfirmed: number; canConfirm: boolean; fields: ({ name: string; title: string; type: 'text' | 'integer' | 'number' | 'boolean' | 'date' | 'datetime' | 'region' | 'geometry' | 'json'; standard: string | null; current: { grade: number; category: 'public' | 'business' | 'identity-number' | 'name' | 'phone' | 'address' | 'bank-card' | 'plate' | 'birthday' | 'place' | 'health' | 'biometric' | 'belief' | 'minor' | 'credit-code' | 'enterprise-secret' | 'security'; mask: 'none' | 'name' | 'identity-number' | 'identity-number-outer' | 'phone' | 'bank-card' | 'address' | 'place' | 'year' | 'pseudonym' | 'hide'; confirmed: boolean; reason: string }; suggestion: ({ grade: number; category: 'public' | 'business' | 'identity-number' | 'name' | 'phone' | 'address' | 'bank-card' | 'plate' | 'birthday' | 'place' | 'health' | 'biometric' | 'belief' | 'minor' | 'credit-code' | 'enterprise-secret' | 'security'; mask: 'none' | 'name' | 'identity-number' | 'identity-number-outer' | 'phone' | 'bank-card' | 'address' | 'place' | 'year' | 'pseudonym' | 'hide'; confidence: number; reason: string; sampled: number; at: string }) | null; stricter: boolean; lowering: number | null })[] }
  }
  /** Confirm all open fields of several resources as suggested; what is less sure than `sure` stays open */
  'POST /api/classification/confirm': {
    params: Record<string, never>
    query: Record<string, never>
    body: { resources: string[]; sure?: number }
    answer: { results: { resource: string; confirmed: number; left: number }[] }
  }
  /** Downgrades that wait for a second person or were decided, newest first */
  'GET /api/classification/lowerings': {
    params: Record<string, never>
    query: { state?: 'open' | 'approved' | 'refused'; before?: number; limit?: number }
    body: undefined
    answer: { items: ({ id: number; resource: string; resourceTitle: string; owner: string; field: string; fieldTitle: string; before: { grade: number; category: 'public' | 'business' | 'identity-number' | 'name' | 'phone' | 'address' | 'bank-card' | 'plate' | 'birthday' | 'place' | 'health' | 'biometric' | 'belief' | 'minor' | 'credit-code' | 'enterprise-secret' | 'security'; mask: 'none' | 'name' | 'identity-number' | 'identity-number-outer' | 'phone' | 'bank-card' | 'address' | 'place' | 'year' | 'pseudonym' | 'hide'; confirmed: boolean; reason: string }; after: { grade: number; category: 'public' | 'business' | 'identity-number' | 'name' | 'phone' | 'address' | 'bank-card' | 'plate' | 'birthday' | 'place' | 'health' | 'biometric' | 'belief' | 'minor' | 'credit-code' | 'enterprise-secret' | 'security'; mask: 'none' | 'name' | 'identity-number' | 'identity-number-outer' | 'phone' | 'bank-card' | 'address' | 'place' | 'year' | 'pseudonym' | 'hide'; confirmed: boolean; reason: string }; reason: string; askedBy: string; askedByName: string; askedAt: string; state: 'open' | 'approved' | 'refused'; decidedBy: string | null; decidedByName: string | null; decidedAt: string | null; decision: string | null; canDecide: boolean })[]; next: number | null }
  }
  /** Approve or refuse a downgrade that somebody else asked for */
  'POST /api/classification/lowerings/{id}/decide': {
    params: { id: number }
    query: Record<string, never>
    body: { approve: boolean; reason: string }
    answer: undefined
  }
  /** Resources with fields whose classification nobody has confirmed, most open fields first */
  'GET /api/classification/unconfirmed': {
    params: Record<string, never>
    query: { unit?: string; mine?: 'true' | 'false'; after?: number; limit?: number }
    body: undefined
    answer: { items: { resource: string; code: string; title: string; owner: string; ownerName: string; grade: number; fields: number; unconfirmed: number; canConfirm: boolean }[]; total: number; fields: number; next: number | null }
  }
  /** Connectors with their last runs, by title */
  'GET /api/connectors': {
    params: Record<string, never>
    query: { resource?: string; kind?: 'postgres' | 'mysql' | 'upload' | 'folder' | 'http' | 'ngsi-ld' | 'mqtt'; q?: string; limit?: number; offset?: number }
    body: undefined
    answer: { items: (({ id: string; title: string; resource: string; resourceTitle: string; unit: string; region: string; enabled: boolean; schedule: string | null; nextAt: string | null; mapping: { fields: Record<string, { column: string | null; transforms: ({ op: 'trim' } | { op: 'upper' } | { op: 'date'; format: string } | ({ op: 'codes'; table: string; otherwise: 'reject' | 'keep' | 'empty' }) | { op: 'scale'; factor: number; offset: number } | { op: 'constant'; value: string } | { op: 'split'; separator: string; part: number } | { op: 'concat'; columns: string[]; separator: string })[] }>; tables: Record<string, Record<string, string>> }; secrets: string[]; privateAllowed: boolean; watermark: unknown; newColumns: string[]; openRejects: number; lastRun: ({ id: number; connector: string; resource: string; state: 'queued' | 'running' | 'paused' | 'done' | 'failed' | 'cancelled'; trigger: 'hand' | 'schedule' | 'arrival' | 'replay'; wish: ('pause' | 'cancel') | null; input: string | null; read: number; written: number; unchanged: number; rejected: number; removed: number; bytes: number; total: number | null; totalUnit: ('rows' | 'bytes') | null; rate: number; expectedEnd: string | null; attempts: number; error: string | null; startedBy: string; createdAt: string; startedAt: string | null; changedAt: string; endedAt: string | null }) | null; version: number; createdAt: string; changedAt: string; kind: 'postgres'; settings: { host: string; database: string; user: string; tls: 'off' | 'on' | 'verify'; table: string; key: string[] | null; strategy: { by: 'full' } | { by: 'key'; overlapRows: number } | { by: 'timestamp'; column: string; overlapSeconds: number }; zone: string | null; port: number; schema: string } }) | ({ id: string; title: string; resource: string; resourceTitle: string; unit: string; region: string; enabled: boolean; schedule: string | null; nextAt: string | null; mapping: { fields: Record<string, { column: string | null; transforms: ({ op: 'trim' } | { op: 'upper' } | { op: 'date'; format: string } | ({ op: 'codes'; table: string; otherwise: 'reject' | 'keep' | 'empty' }) | { op: 'scale'; factor: number; offset: number } | { op: 'constant'; value: string } | { op: 'split'; separator: string; part: number } | { op: 'concat'; columns: string[]; separator: string })[] }>; tables: Record<string, Record<string, string>> }; secrets: string[]; privateAllowed: boolean; watermark: unknown; newColumns: string[]; openRejects: number; lastRun: ({ id: number; connector: string; resource: string; state: 'queued' | 'running' | 'paused' | 'done' | 'failed' | 'cancelled'; trigger: 'hand' | 'schedule' | 'arrival' | 'replay'; wish: ('pause' | 'cancel') | null; input: string | null; read: number; written: number; unchanged: number; rejected: number; removed: number; bytes: number; total: number | null; totalUnit: ('rows' | 'bytes') | null; rate: number; expectedEnd: string | null; attempts: number; error: string | null; startedBy: string; createdAt: string; startedAt: string | null; changedAt: string; endedAt: string | null }) | null; version: number; createdAt: string; changedAt: string; kind: 'mysql'; settings: { host: string; database: string; user: string; tls: 'off' | 'on' | 'verify'; table: string; key: string[] | null; strategy: { by: 'full' } | { by: 'key'; overlapRows: number } | { by: 'timestamp'; column: string; overlapSeconds: number }; zone: string | null; port: number } }) | ({ id: string; title: string; resource: string; resourceTitle: string; unit: string; region: string; enabled: boolean; schedule: string | null; nextAt: string | null; mapping: { fields: Record<string, { column: string | null; transforms: ({ op: 'trim' } | { op: 'upper' } | { op: 'date'; format: string } | ({ op: 'codes'; table: string; otherwise: 'reject' | 'keep' | 'empty' }) | { op: 'scale'; factor: number; offset: number } | { op: 'constant'; value: string } | { op: 'split'; separator: string; part: number } | { op: 'concat'; columns: string[]; separator: string })[] }>; tables: Record<string, Record<string, string>> }; secrets: string[]; privateAllowed: boolean; watermark: unknown; newColumns: string[]; openRejects: number; lastRun: ({ id: number; connector: string; resource: string; state: 'queued' | 'running' | 'paused' | 'done' | 'failed' | 'cancelled'; trigger: 'hand' | 'schedule' | 'arrival' | 'replay'; wish: ('pause' | 'cancel') | null; input: string | null; read: number; written: number; unchanged: number; rejected: number; removed: number; bytes: number; total: number | null; totalUnit: ('rows' | 'bytes') | null; rate: number; expectedEnd: string | null; attempts: number; error: string | null; startedBy: string; createdAt: string; startedAt: string | null; changedAt: string; endedAt: string | null }) | null; version: number; createdAt: string; changedAt: string; kind: 'upload'; settings: { charset: ('utf-8' | 'gb18030') | null; delimiter: (',' | ';' | '	' | ('|')) | null; sheet: string | null; whole: boolean; zone: string | null } }) | ({ id: string; title: string; resource: string; resourceTitle: string; unit: string; region: string; enabled: boolean; schedule: string | null; nextAt: string | null; mapping: { fields: Record<string, { column: string | null; transforms: ({ op: 'trim' } | { op: 'upper' } | { op: 'date'; format: string } | ({ op: 'codes'; table: string; otherwise: 'reject' | 'keep' | 'empty' }) | { op: 'scale'; factor: number; offset: number } | { op: 'constant'; value: string } | { op: 'split'; separator: string; part: number } | { op: 'concat'; columns: string[]; separator: string })[] }>; tables: Record<string, Record<string, string>> }; secrets: string[]; privateAllowed: boolean; watermark: unknown; newColumns: string[]; openRejects: number; lastRun: ({ id: number; connector: string; resource: string; state: 'queued' | 'running' | 'paused' | 'done' | 'failed' | 'cancelled'; trigger: 'hand' | 'schedule' | 'arrival' | 'replay'; wish: ('pause' | 'cancel') | null; input: string | null; read: number; written: number; unchanged: number; rejected: number; removed: number; bytes: number; total: number | null; totalUnit: ('rows' | 'bytes') | null; rate: number; expectedEnd: string | null; attempts: number; error: string | null; startedBy: string; createdAt: string; startedAt: string | null; changedAt: string; endedAt: string | null }) | null; version: number; createdAt: string; changedAt: string; kind: 'folder'; settings: { charset: ('utf-8' | 'gb18030') | null; delimiter: (',' | ';' | '	' | ('|')) | null; sheet: string | null; whole: boolean; zone: string | null } }) | ({ id: string; title: string; resource: string; resourceTitle: string; unit: string; region: string; enabled: boolean; schedule: string | null; nextAt: string | null; mapping: { fields: Record<string, { column: string | null; transforms: ({ op: 'trim' } | { op: 'upper' } | { op: 'date'; format: string } | ({ op: 'codes'; table: string; otherwise: 'reject' | 'keep' | 'empty' }) | { op: 'scale'; factor: number; offset: number } | { op: 'constant'; value: string } | { op: 'split'; separator: string; part: number } | { op: 'concat'; columns: string[]; separator: string })[] }>; tables: Record<string, Record<string, string>> }; secrets: string[]; privateAllowed: boolean; watermark: unknown; newColumns: string[]; openRejects: number; lastRun: ({ id: number; connector: string; resource: string; state: 'queued' | 'running' | 'paused' | 'done' | 'failed' | 'cancelled'; trigger: 'hand' | 'schedule' | 'arrival' | 'replay'; wish: ('pause' | 'cancel') | null; input: string | null; read: number; written: number; unchanged: number; rejected: number; removed: number; bytes: number; total: number | null; totalUnit: ('rows' | 'bytes') | null; rate: number; expectedEnd: string | null; attempts: number; error: string | null; startedBy: string; createdAt: string; startedAt: string | null; changedAt: string; endedAt: string | null }) | null; version: number; createdAt: string; changedAt: string; kind: 'http'; settings: { url: string; method: 'GET' | 'POST'; headers: Record<string, string>; body: string | null; rows: string; pagination: { by: 'none' } | ({ by: 'page'; parameter: string; first: number; sizeParameter: string | null; size: number }) | { by: 'offset'; parameter: string; limitParameter: string; limit: number } | { by: 'cursor'; parameter: string; path: string } | ({ by: 'link'; path: string | null }); incremental: ({ parameter: string; column: string; kind: 'text' | 'number' | 'time' | 'seconds' | 'milliseconds'; overlapSeconds: number }) | null; whole: boolean; timeoutSeconds: number; zone: string | null } }) | ({ id: string; title: string; resource: string; resourceTitle: string; unit: string; region: string; enabled: boolean; schedule: string | null; nextAt: string | null; mapping: { fields: Record<string, { column: string | null; transforms: ({ op: 'trim' } | { op: 'upper' } | { op: 'date'; format: string } | ({ op: 'codes'; table: string; otherwise: 'reject' | 'keep' | 'empty' }) | { op: 'scale'; factor: number; offset: number } | { op: 'constant'; value: string } | { op: 'split'; separator: string; part: number } | { op: 'concat'; columns: string[]; separator: string })[] }>; tables: Record<string, Record<string, string>> }; secrets: string[]; privateAllowed: boolean; watermark: unknown; newColumns: string[]; openRejects: number; lastRun: ({ id: number; connector: string; resource: string; state: 'queued' | 'running' | 'paused' | 'done' | 'failed' | 'cancelled'; trigger: 'hand' | 'schedule' | 'arrival' | 'replay'; wish: ('pause' | 'cancel') | null; input: string | null; read: number; written: number; unchanged: number; rejected: number; removed: number; bytes: number; total: number | null; totalUnit: ('rows' | 'bytes') | null; rate: number; expectedEnd: string | null; attempts: number; error: string | null; startedBy: string; createdAt: string; startedAt: string | null; changedAt: string; endedAt: string | null }) | null; version: number; createdAt: string; changedAt: string; kind: 'ngsi-ld'; settings: { broker: string | null; type: string; q: string | null; context: string | null; tenant: string | null; headers: Record<string, string>; whole: boolean; zone: string | null } }) | ({ id: string; title: string; resource: string; resourceTitle: string; unit: string; region: string; enabled: boolean; schedule: string | null; nextAt: string | null; mapping: { fields: Record<string, { column: string | null; transforms: ({ op: 'trim' } | { op: 'upper' } | { op: 'date'; format: string } | ({ op: 'codes'; table: string; otherwise: 'reject' | 'keep' | 'empty' }) | { op: 'scale'; factor: number; offset: number } | { op: 'constant'; value: string } | { op: 'split'; separator: string; part: number } | { op: 'concat'; columns: string[]; separator: string })[] }>; tables: Record<string, Record<string, string>> }; secrets: string[]; privateAllowed: boolean; watermark: unknown; newColumns: string[]; openRejects: number; lastRun: ({ id: number; connector: string; resource: string; state: 'queued' | 'running' | 'paused' | 'done' | 'failed' | 'cancelled'; trigger: 'hand' | 'schedule' | 'arrival' | 'replay'; wish: ('pause' | 'cancel') | null; input: string | null; read: number; written: number; unchanged: number; rejected: number; removed: number; bytes: number; total: number | null; totalUnit: ('rows' | 'bytes') | null; rate: number; expectedEnd: string | null; attempts: number; error: string | null; startedBy: string; createdAt: string; startedAt: string | null; changedAt: string; endedAt: string | null }) | null; version: number; createdAt: string; changedAt: string; kind: 'mqtt'; settings: { url: string; topic: string; user: string | null; rows: string; zone: string | null } }))[]; total: number }
  }
  /** Make a connector into a resource */
  'POST /api/connectors': {
    params: Record<string, never>
    query: Record<string, never>
    body: ({ title: string; resource: string; enabled?: boolean; schedule?: string | null; mapping?: { fields: Record<string, { column: string | null; transforms?: ({ op: 'trim' } | { op: 'upper' } | { op: 'date'; format: string } | ({ op: 'codes'; table: string; otherwise?: 'reject' | 'keep' | 'empty' }) | { op: 'scale'; factor: number; offset?: number } | { op: 'constant'; value: string } | { op: 'split'; separator: string; part: number } | { op: 'concat'; columns: string[]; separator?: string })[] }>; tables?: Record<string, Record<string, string>> }; secrets?: Record<string, string | null>; kind: 'postgres'; settings: { host: string; database: string; user: string; tls?: 'off' | 'on' | 'verify'; table: string; key?: string[] | null; strategy?: { by: 'full' } | { by: 'key'; overlapRows?: number } | { by: 'timestamp'; column: string; overlapSeconds?: number }; zone?: string | null; port?: number; schema?: string } }) | ({ title: string; resource: string; enabled?: boolean; schedule?: string | null; mapping?: { fields: Record<string, { column: string | null; transforms?: ({ op: 'trim' } | { op: 'upper' } | { op: 'date'; format: string } | ({ op: 'codes'; table: string; otherwise?: 'reject' | 'keep' | 'empty' }) | { op: 'scale'; factor: number; offset?: number } | { op: 'constant'; value: string } | { op: 'split'; separator: string; part: number } | { op: 'concat'; columns: string[]; separator?: string })[] }>; tables?: Record<string, Record<string, string>> }; secrets?: Record<string, string | null>; kind: 'mysql'; settings: { host: string; database: string; user: string; tls?: 'off' | 'on' | 'verify'; table: string; key?: string[] | null; strategy?: { by: 'full' } | { by: 'key'; overlapRows?: number } | { by: 'timestamp'; column: string; overlapSeconds?: number }; zone?: string | null; port?: number } }) | ({ title: string; resource: string; enabled?: boolean; schedule?: string | null; mapping?: { fields: Record<string, { column: string | null; transforms?: ({ op: 'trim' } | { op: 'upper' } | { op: 'date'; format: string } | ({ op: 'codes'; table: string; otherwise?: 'reject' | 'keep' | 'empty' }) | { op: 'scale'; factor: number; offset?: number } | { op: 'constant'; value: string } | { op: 'split'; separator: string; part: number } | { op: 'concat'; columns: string[]; separator?: string })[] }>; tables?: Record<string, Record<string, string>> }; secrets?: Record<string, string | null>; kind: 'upload'; settings: { charset?: ('utf-8' | 'gb18030') | null; delimiter?: (',' | ';' | '	' | ('|')) | null; sheet?: string | null; whole?: boolean; zone?: string | null } }) | ({ title: string; resource: string; enabled?: boolean; schedule?: string | null; mapping?: { fields: Record<string, { column: string | null; transforms?: ({ op: 'trim' } | { op: 'upper' } | { op: 'date'; format: string } | ({ op: 'codes'; table: string; otherwise?: 'reject' | 'keep' | 'empty' }) | { op: 'scale'; factor: number; offset?: number } | { op: 'constant'; value: string } | { op: 'split'; separator: string; part: number } | { op: 'concat'; columns: string[]; separator?: string })[] }>; tables?: Record<string, Record<string, string>> }; secrets?: Record<string, string | null>; kind: 'folder'; settings: { charset?: ('utf-8' | 'gb18030') | null; delimiter?: (',' | ';' | '	' | ('|')) | null; sheet?: string | null; whole?: boolean; zone?: string | null } }) | ({ title: string; resource: string; enabled?: boolean; schedule?: string | null; mapping?: { fields: Record<string, { column: string | null; transforms?: ({ op: 'trim' } | { op: 'upper' } | { op: 'date'; format: string } | ({ op: 'codes'; table: string; otherwise?: 'reject' | 'keep' | 'empty' }) | { op: 'scale'; factor: number; offset?: number } | { op: 'constant'; value: string } | { op: 'split'; separator: string; part: number } | { op: 'concat'; columns: string[]; separator?: string })[] }>; tables?: Record<string, Record<string, string>> }; secrets?: Record<string, string | null>; kind: 'http'; settings: { url: string; method?: 'GET' | 'POST'; headers?: Record<string, string>; body?: string | null; rows?: string; pagination?: { by: 'none' } | ({ by: 'page'; parameter?: string; first?: number; sizeParameter?: string | null; size?: number }) | { by: 'offset'; parameter?: string; limitParameter?: string; limit?: number } | { by: 'cursor'; parameter?: string; path: string } | ({ by: 'link'; path?: string | null }); incremental?: ({ parameter: string; column: string; kind?: 'text' | 'number' | 'time' | 'seconds' | 'milliseconds'; overlapSeconds?: number }) | null; whole?: boolean; timeoutSeconds?: number; zone?: string | null } }) | ({ title: string; resource: string; enabled?: boolean; schedule?: string | null; mapping?: { fields: Record<string, { column: string | null; transforms?: ({ op: 'trim' } | { op: 'upper' } | { op: 'date'; format: string } | ({ op: 'codes'; table: string; otherwise?: 'reject' | 'keep' | 'empty' }) | { op: 'scale'; factor: number; offset?: number } | { op: 'constant'; value: string } | { op: 'split'; separator: string; part: number } | { op: 'concat'; columns: string[]; separator?: string })[] }>; tables?: Record<string, Record<string, string>> }; secrets?: Record<string, string | null>; kind: 'ngsi-ld'; settings: { broker?: string | null; type: string; q?: string | null; context?: string | null; tenant?: string | null; headers?: Record<string, string>; whole?: boolean; zone?: string | null } }) | ({ title: string; resource: string; enabled?: boolean; schedule?: string | null; mapping?: { fields: Record<string, { column: string | null; transforms?: ({ op: 'trim' } | { op: 'upper' } | { op: 'date'; format: string } | ({ op: 'codes'; table: string; otherwise?: 'reject' | 'keep' | 'empty' }) | { op: 'scale'; factor: number; offset?: number } | { op: 'constant'; value: string } | { op: 'split'; separator: string; part: number } | { op: 'concat'; columns: string[]; separator?: string })[] }>; tables?: Record<string, Record<string, string>> }; secrets?: Record<string, string | null>; kind: 'mqtt'; settings: { url: string; topic: string; user?: string | null; rows?: string; zone?: string | null } })
    answer: ({ id: string; title: string; resource: string; resourceTitle: string; unit: string; region: string; enabled: boolean; schedule: string | null; nextAt: string | null; mapping: { fields: Record<string, { column: string | null; transforms: ({ op: 'trim' } | { op: 'upper' } | { op: 'date'; format: string } | ({ op: 'codes'; table: string; otherwise: 'reject' | 'keep' | 'empty' }) | { op: 'scale'; factor: number; offset: number } | { op: 'constant'; value: string } | { op: 'split'; separator: string; part: number } | { op: 'concat'; columns: string[]; separator: string })[] }>; tables: Record<string, Record<string, string>> }; secrets: string[]; privateAllowed: boolean; watermark: unknown; newColumns: string[]; openRejects: number; lastRun: ({ id: number; connector: string; resource: string; state: 'queued' | 'running' | 'paused' | 'done' | 'failed' | 'cancelled'; trigger: 'hand' | 'schedule' | 'arrival' | 'replay'; wish: ('pause' | 'cancel') | null; input: string | null; read: number; written: number; unchanged: number; rejected: number; removed: number; bytes: number; total: number | null; totalUnit: ('rows' | 'bytes') | null; rate: number; expectedEnd: string | null; attempts: number; error: string | null; startedBy: string; createdAt: string; startedAt: string | null; changedAt: string; endedAt: string | null }) | null; version: number; createdAt: string; changedAt: string; kind: 'postgres'; settings: { host: string; database: string; user: string; tls: 'off' | 'on' | 'verify'; table: string; key: string[] | null; strategy: { by: 'full' } | { by: 'key'; overlapRows: number } | { by: 'timestamp'; column: string; overlapSeconds: number }; zone: string | null; port: number; schema: string } }) | ({ id: string; title: string; resource: string; resourceTitle: string; unit: string; region: string; enabled: boolean; schedule: string | null; nextAt: string | null; mapping: { fields: Record<string, { column: string | null; transforms: ({ op: 'trim' } | { op: 'upper' } | { op: 'date'; format: string } | ({ op: 'codes'; table: string; otherwise: 'reject' | 'keep' | 'empty' }) | { op: 'scale'; factor: number; offset: number } | { op: 'constant'; value: string } | { op: 'split'; separator: string; part: number } | { op: 'concat'; columns: string[]; separator: string })[] }>; tables: Record<string, Record<string, string>> }; secrets: string[]; privateAllowed: boolean; watermark: unknown; newColumns: string[]; openRejects: number; lastRun: ({ id: number; connector: string; resource: string; state: 'queued' | 'running' | 'paused' | 'done' | 'failed' | 'cancelled'; trigger: 'hand' | 'schedule' | 'arrival' | 'replay'; wish: ('pause' | 'cancel') | null; input: string | null; read: number; written: number; unchanged: number; rejected: number; removed: number; bytes: number; total: number | null; totalUnit: ('rows' | 'bytes') | null; rate: number; expectedEnd: string | null; attempts: number; error: string | null; startedBy: string; createdAt: string; startedAt: string | null; changedAt: string; endedAt: string | null }) | null; version: number; createdAt: string; changedAt: string; kind: 'mysql'; settings: { host: string; database: string; user: string; tls: 'off' | 'on' | 'verify'; table: string; key: string[] | null; strategy: { by: 'full' } | { by: 'key'; overlapRows: number } | { by: 'timestamp'; column: string; overlapSeconds: number }; zone: string | null; port: number } }) | ({ id: string; title: string; resource: string; resourceTitle: string; unit: string; region: string; enabled: boolean; schedule: string | null; nextAt: string | null; mapping: { fields: Record<string, { column: string | null; transforms: ({ op: 'trim' } | { op: 'upper' } | { op: 'date'; format: string } | ({ op: 'codes'; table: string; otherwise: 'reject' | 'keep' | 'empty' }) | { op: 'scale'; factor: number; offset: number } | { op: 'constant'; value: string } | { op: 'split'; separator: string; part: number } | { op: 'concat'; columns: string[]; separator: string })[] }>; tables: Record<string, Record<string, string>> }; secrets: string[]; privateAllowed: boolean; watermark: unknown; newColumns: string[]; openRejects: number; lastRun: ({ id: number; connector: string; resource: string; state: 'queued' | 'running' | 'paused' | 'done' | 'failed' | 'cancelled'; trigger: 'hand' | 'schedule' | 'arrival' | 'replay'; wish: ('pause' | 'cancel') | null; input: string | null; read: number; written: number; unchanged: number; rejected: number; removed: number; bytes: number; total: number | null; totalUnit: ('rows' | 'bytes') | null; rate: number; expectedEnd: string | null; attempts: number; error: string | null; startedBy: string; createdAt: string; startedAt: string | null; changedAt: string; endedAt: string | null }) | null; version: number; createdAt: string; changedAt: string; kind: 'upload'; settings: { charset: ('utf-8' | 'gb18030') | null; delimiter: (',' | ';' | '	' | ('|')) | null; sheet: string | null; whole: boolean; zone: string | null } }) | ({ id: string; title: string; resource: string; resourceTitle: string; unit: string; region: string; enabled: boolean; schedule: string | null; nextAt: string | null; mapping: { fields: Record<string, { column: string | null; transforms: ({ op: 'trim' } | { op: 'upper' } | { op: 'date'; format: string } | ({ op: 'codes'; table: string; otherwise: 'reject' | 'keep' | 'empty' }) | { op: 'scale'; factor: number; offset: number } | { op: 'constant'; value: string } | { op: 'split'; separator: string; part: number } | { op: 'concat'; columns: string[]; separator: string })[] }>; tables: Record<string, Record<string, string>> }; secrets: string[]; privateAllowed: boolean; watermark: unknown; newColumns: string[]; openRejects: number; lastRun: ({ id: number; connector: string; resource: string; state: 'queued' | 'running' | 'paused' | 'done' | 'failed' | 'cancelled'; trigger: 'hand' | 'schedule' | 'arrival' | 'replay'; wish: ('pause' | 'cancel') | null; input: string | null; read: number; written: number; unchanged: number; rejected: number; removed: number; bytes: number; total: number | null; totalUnit: ('rows' | 'bytes') | null; rate: number; expectedEnd: string | null; attempts: number; error: string | null; startedBy: string; createdAt: string; startedAt: string | null; changedAt: string; endedAt: string | null }) | null; version: number; createdAt: string; changedAt: string; kind: 'folder'; settings: { charset: ('utf-8' | 'gb18030') | null; delimiter: (',' | ';' | '	' | ('|')) | null; sheet: string | null; whole: boolean; zone: string | null } }) | ({ id: string; title: string; resource: string; resourceTitle: string; unit: string; region: string; enabled: boolean; schedule: string | null; nextAt: string | null; mapping: { fields: Record<string, { column: string | null; transforms: ({ op: 'trim' } | { op: 'upper' } | { op: 'date'; format: string } | ({ op: 'codes'; table: string; otherwise: 'reject' | 'keep' | 'empty' }) | { op: 'scale'; factor: number; offset: number } | { op: 'constant'; value: string } | { op: 'split'; separator: string; part: number } | { op: 'concat'; columns: string[]; separator: string })[] }>; tables: Record<string, Record<string, string>> }; secrets: string[]; privateAllowed: boolean; watermark: unknown; newColumns: string[]; openRejects: number; lastRun: ({ id: number; connector: string; resource: string; state: 'queued' | 'running' | 'paused' | 'done' | 'failed' | 'cancelled'; trigger: 'hand' | 'schedule' | 'arrival' | 'replay'; wish: ('pause' | 'cancel') | null; input: string | null; read: number; written: number; unchanged: number; rejected: number; removed: number; bytes: number; total: number | null; totalUnit: ('rows' | 'bytes') | null; rate: number; expectedEnd: string | null; attempts: number; error: string | null; startedBy: string; createdAt: string; startedAt: string | null; changedAt: string; endedAt: string | null }) | null; version: number; createdAt: string; changedAt: string; kind: 'http'; settings: { url: string; method: 'GET' | 'POST'; headers: Record<string, string>; body: string | null; rows: string; pagination: { by: 'none' } | ({ by: 'page'; parameter: string; first: number; sizeParameter: string | null; size: number }) | { by: 'offset'; parameter: string; limitParameter: string; limit: number } | { by: 'cursor'; parameter: string; path: string } | ({ by: 'link'; path: string | null }); incremental: ({ parameter: string; column: string; kind: 'text' | 'number' | 'time' | 'seconds' | 'milliseconds'; overlapSeconds: number }) | null; whole: boolean; timeoutSeconds: number; zone: string | null } }) | ({ id: string; title: string; resource: string; resourceTitle: string; unit: string; region: string; enabled: boolean; schedule: string | null; nextAt: string | null; mapping: { fields: Record<string, { column: string | null; transforms: ({ op: 'trim' } | { op: 'upper' } | { op: 'date'; format: string } | ({ op: 'codes'; table: string; otherwise: 'reject' | 'keep' | 'empty' }) | { op: 'scale'; factor: number; offset: number } | { op: 'constant'; value: string } | { op: 'split'; separator: string; part: number } | { op: 'concat'; columns: string[]; separator: string })[] }>; tables: Record<string, Record<string, string>> }; secrets: string[]; privateAllowed: boolean; watermark: unknown; newColumns: string[]; openRejects: number; lastRun: ({ id: number; connector: string; resource: string; state: 'queued' | 'running' | 'paused' | 'done' | 'failed' | 'cancelled'; trigger: 'hand' | 'schedule' | 'arrival' | 'replay'; wish: ('pause' | 'cancel') | null; input: string | null; read: number; written: number; unchanged: number; rejected: number; removed: number; bytes: number; total: number | null; totalUnit: ('rows' | 'bytes') | null; rate: number; expectedEnd: string | null; attempts: number; error: string | null; startedBy: string; createdAt: string; startedAt: string | null; changedAt: string; endedAt: string | null }) | null; version: number; createdAt: string; changedAt: string; kind: 'ngsi-ld'; settings: { broker: string | null; type: string; q: string | null; context: string | null; tenant: string | null; headers: Record<string, string>; whole: boolean; zone: string | null } }) | ({ id: string; title: string; resource: string; resourceTitle: string; unit: string; region: string; enabled: boolean; schedule: string | null; nextAt: string | null; mapping: { fields: Record<string, { column: string | null; transforms: ({ op: 'trim' } | { op: 'upper' } | { op: 'date'; format: string } | ({ op: 'codes'; table: string; otherwise: 'reject' | 'keep' | 'empty' }) | { op: 'scale'; factor: number; offset: number } | { op: 'constant'; value: string } | { op: 'split'; separator: string; part: number } | { op: 'concat'; columns: string[]; separator: string })[] }>; tables: Record<string, Record<string, string>> }; secrets: string[]; privateAllowed: boolean; watermark: unknown; newColumns: string[]; openRejects: number; lastRun: ({ id: number; connector: string; resource: string; state: 'queued' | 'running' | 'paused' | 'done' | 'failed' | 'cancelled'; trigger: 'hand' | 'schedule' | 'arrival' | 'replay'; wish: ('pause' | 'cancel') | null; input: string | null; read: number; written: number; unchanged: number; rejected: number; removed: number; bytes: number; total: number | null; totalUnit: ('rows' | 'bytes') | null; rate: number; expectedEnd: string | null; attempts: number; error: string | null; startedBy: string; createdAt: string; startedAt: string | null; changedAt: string; endedAt: string | null }) | null; version: number; createdAt: string; changedAt: string; kind: 'mqtt'; settings: { url: string; topic: string; user: string | null; rows: string; zone: string | null } })
  }
  /** Remove a connector with its runs and rejected rows; rows that it brought stay */
  'DELETE /api/connectors/{id}': {
    params: { id: string }
    query: Record<string, never>
    body: undefined
    answer: undefined
  }
  /** One connector; secrets by name only */
  'GET /api/connectors/{id}': {
    params: { id: string }
    query: Record<string, never>
    body: undefined
    answer: ({ id: string; title: string; resource: string; resourceTitle: string; unit: string; region: string; enabled: boolean; schedule: string | null; nextAt: string | null; mapping: { fields: Record<string, { column: string | null; transforms: ({ op: 'trim' } | { op: 'upper' } | { op: 'date'; format: string } | ({ op: 'codes'; table: string; otherwise: 'reject' | 'keep' | 'empty' }) | { op: 'scale'; factor: number; offset: number } | { op: 'constant'; value: string } | { op: 'split'; separator: string; part: number } | { op: 'concat'; columns: string[]; separator: string })[] }>; tables: Record<string, Record<string, string>> }; secrets: string[]; privateAllowed: boolean; watermark: unknown; newColumns: string[]; openRejects: number; lastRun: ({ id: number; connector: string; resource: string; state: 'queued' | 'running' | 'paused' | 'done' | 'failed' | 'cancelled'; trigger: 'hand' | 'schedule' | 'arrival' | 'replay'; wish: ('pause' | 'cancel') | null; input: string | null; read: number; written: number; unchanged: number; rejected: number; removed: number; bytes: number; total: number | null; totalUnit: ('rows' | 'bytes') | null; rate: number; expectedEnd: string | null; attempts: number; error: string | null; startedBy: string; createdAt: string; startedAt: string | null; changedAt: string; endedAt: string | null }) | null; version: number; createdAt: string; changedAt: string; kind: 'postgres'; settings: { host: string; database: string; user: string; tls: 'off' | 'on' | 'verify'; table: string; key: string[] | null; strategy: { by: 'full' } | { by: 'key'; overlapRows: number } | { by: 'timestamp'; column: string; overlapSeconds: number }; zone: string | null; port: number; schema: string } }) | ({ id: string; title: string; resource: string; resourceTitle: string; unit: string; region: string; enabled: boolean; schedule: string | null; nextAt: string | null; mapping: { fields: Record<string, { column: string | null; transforms: ({ op: 'trim' } | { op: 'upper' } | { op: 'date'; format: string } | ({ op: 'codes'; table: string; otherwise: 'reject' | 'keep' | 'empty' }) | { op: 'scale'; factor: number; offset: number } | { op: 'constant'; value: string } | { op: 'split'; separator: string; part: number } | { op: 'concat'; columns: string[]; separator: string })[] }>; tables: Record<string, Record<string, string>> }; secrets: string[]; privateAllowed: boolean; watermark: unknown; newColumns: string[]; openRejects: number; lastRun: ({ id: number; connector: string; resource: string; state: 'queued' | 'running' | 'paused' | 'done' | 'failed' | 'cancelled'; trigger: 'hand' | 'schedule' | 'arrival' | 'replay'; wish: ('pause' | 'cancel') | null; input: string | null; read: number; written: number; unchanged: number; rejected: number; removed: number; bytes: number; total: number | null; totalUnit: ('rows' | 'bytes') | null; rate: number; expectedEnd: string | null; attempts: number; error: string | null; startedBy: string; createdAt: string; startedAt: string | null; changedAt: string; endedAt: string | null }) | null; version: number; createdAt: string; changedAt: string; kind: 'mysql'; settings: { host: string; database: string; user: string; tls: 'off' | 'on' | 'verify'; table: string; key: string[] | null; strategy: { by: 'full' } | { by: 'key'; overlapRows: number } | { by: 'timestamp'; column: string; overlapSeconds: number }; zone: string | null; port: number } }) | ({ id: string; title: string; resource: string; resourceTitle: string; unit: string; region: string; enabled: boolean; schedule: string | null; nextAt: string | null; mapping: { fields: Record<string, { column: string | null; transforms: ({ op: 'trim' } | { op: 'upper' } | { op: 'date'; format: string } | ({ op: 'codes'; table: string; otherwise: 'reject' | 'keep' | 'empty' }) | { op: 'scale'; factor: number; offset: number } | { op: 'constant'; value: string } | { op: 'split'; separator: string; part: number } | { op: 'concat'; columns: string[]; separator: string })[] }>; tables: Record<string, Record<string, string>> }; secrets: string[]; privateAllowed: boolean; watermark: unknown; newColumns: string[]; openRejects: number; lastRun: ({ id: number; connector: string; resource: string; state: 'queued' | 'running' | 'paused' | 'done' | 'failed' | 'cancelled'; trigger: 'hand' | 'schedule' | 'arrival' | 'replay'; wish: ('pause' | 'cancel') | null; input: string | null; read: number; written: number; unchanged: number; rejected: number; removed: number; bytes: number; total: number | null; totalUnit: ('rows' | 'bytes') | null; rate: number; expectedEnd: string | null; attempts: number; error: string | null; startedBy: string; createdAt: string; startedAt: string | null; changedAt: string; endedAt: string | null }) | null; version: number; createdAt: string; changedAt: string; kind: 'upload'; settings: { charset: ('utf-8' | 'gb18030') | null; delimiter: (',' | ';' | '	' | ('|')) | null; sheet: string | null; whole: boolean; zone: string | null } }) | ({ id: string; title: string; resource: string; resourceTitle: string; unit: string; region: string; enabled: boolean; schedule: string | null; nextAt: string | null; mapping: { fields: Record<string, { column: string | null; transforms: ({ op: 'trim' } | { op: 'upper' } | { op: 'date'; format: string } | ({ op: 'codes'; table: string; otherwise: 'reject' | 'keep' | 'empty' }) | { op: 'scale'; factor: number; offset: number } | { op: 'constant'; value: string } | { op: 'split'; separator: string; part: number } | { op: 'concat'; columns: string[]; separator: string })[] }>; tables: Record<string, Record<string, string>> }; secrets: string[]; privateAllowed: boolean; watermark: unknown; newColumns: string[]; openRejects: number; lastRun: ({ id: number; connector: string; resource: string; state: 'queued' | 'running' | 'paused' | 'done' | 'failed' | 'cancelled'; trigger: 'hand' | 'schedule' | 'arrival' | 'replay'; wish: ('pause' | 'cancel') | null; input: string | null; read: number; written: number; unchanged: number; rejected: number; removed: number; bytes: number; total: number | null; totalUnit: ('rows' | 'bytes') | null; rate: number; expectedEnd: string | null; attempts: number; error: string | null; startedBy: string; createdAt: string; startedAt: string | null; changedAt: string; endedAt: string | null }) | null; version: number; createdAt: string; changedAt: string; kind: 'folder'; settings: { charset: ('utf-8' | 'gb18030') | null; delimiter: (',' | ';' | '	' | ('|')) | null; sheet: string | null; whole: boolean; zone: string | null } }) | ({ id: string; title: string; resource: string; resourceTitle: string; unit: string; region: string; enabled: boolean; schedule: string | null; nextAt: string | null; mapping: { fields: Record<string, { column: string | null; transforms: ({ op: 'trim' } | { op: 'upper' } | { op: 'date'; format: string } | ({ op: 'codes'; table: string; otherwise: 'reject' | 'keep' | 'empty' }) | { op: 'scale'; factor: number; offset: number } | { op: 'constant'; value: string } | { op: 'split'; separator: string; part: number } | { op: 'concat'; columns: string[]; separator: string })[] }>; tables: Record<string, Record<string, string>> }; secrets: string[]; privateAllowed: boolean; watermark: unknown; newColumns: string[]; openRejects: number; lastRun: ({ id: number; connector: string; resource: string; state: 'queued' | 'running' | 'paused' | 'done' | 'failed' | 'cancelled'; trigger: 'hand' | 'schedule' | 'arrival' | 'replay'; wish: ('pause' | 'cancel') | null; input: string | null; read: number; written: number; unchanged: number; rejected: number; removed: number; bytes: number; total: number | null; totalUnit: ('rows' | 'bytes') | null; rate: number; expectedEnd: string | null; attempts: number; error: string | null; startedBy: string; createdAt: string; startedAt: string | null; changedAt: string; endedAt: string | null }) | null; version: number; createdAt: string; changedAt: string; kind: 'http'; settings: { url: string; method: 'GET' | 'POST'; headers: Record<string, string>; body: string | null; rows: string; pagination: { by: 'none' } | ({ by: 'page'; parameter: string; first: number; sizeParameter: string | null; size: number }) | { by: 'offset'; parameter: string; limitParameter: string; limit: number } | { by: 'cursor'; parameter: string; path: string } | ({ by: 'link'; path: string | null }); incremental: ({ parameter: string; column: string; kind: 'text' | 'number' | 'time' | 'seconds' | 'milliseconds'; overlapSeconds: number }) | null; whole: boolean; timeoutSeconds: number; zone: string | null } }) | ({ id: string; title: string; resource: string; resourceTitle: string; unit: string; region: string; enabled: boolean; schedule: string | null; nextAt: string | null; mapping: { fields: Record<string, { column: string | null; transforms: ({ op: 'trim' } | { op: 'upper' } | { op: 'date'; format: string } | ({ op: 'codes'; table: string; otherwise: 'reject' | 'keep' | 'empty' }) | { op: 'scale'; factor: number; offset: number } | { op: 'constant'; value: string } | { op: 'split'; separator: string; part: number } | { op: 'concat'; columns: string[]; separator: string })[] }>; tables: Record<string, Record<string, string>> }; secrets: string[]; privateAllowed: boolean; watermark: unknown; newColumns: string[]; openRejects: number; lastRun: ({ id: number; connector: string; resource: string; state: 'queued' | 'running' | 'paused' | 'done' | 'failed' | 'cancelled'; trigger: 'hand' | 'schedule' | 'arrival' | 'replay'; wish: ('pause' | 'cancel') | null; input: string | null; read: number; written: number; unchanged: number; rejected: number; removed: number; bytes: number; total: number | null; totalUnit: ('rows' | 'bytes') | null; rate: number; expectedEnd: string | null; attempts: number; error: string | null; startedBy: string; createdAt: string; startedAt: string | null; changedAt: string; endedAt: string | null }) | null; version: number; createdAt: string; changedAt: string; kind: 'ngsi-ld'; settings: { broker: string | null; type: string; q: string | null; context: string | null; tenant: string | null; headers: Record<string, string>; whole: boolean; zone: string | null } }) | ({ id: string; title: string; resource: string; resourceTitle: string; unit: string; region: string; enabled: boolean; schedule: string | null; nextAt: string | null; mapping: { fields: Record<string, { column: string | null; transforms: ({ op: 'trim' } | { op: 'upper' } | { op: 'date'; format: string } | ({ op: 'codes'; table: string; otherwise: 'reject' | 'keep' | 'empty' }) | { op: 'scale'; factor: number; offset: number } | { op: 'constant'; value: string } | { op: 'split'; separator: string; part: number } | { op: 'concat'; columns: string[]; separator: string })[] }>; tables: Record<string, Record<string, string>> }; secrets: string[]; privateAllowed: boolean; watermark: unknown; newColumns: string[]; openRejects: number; lastRun: ({ id: number; connector: string; resource: string; state: 'queued' | 'running' | 'paused' | 'done' | 'failed' | 'cancelled'; trigger: 'hand' | 'schedule' | 'arrival' | 'replay'; wish: ('pause' | 'cancel') | null; input: string | null; read: number; written: number; unchanged: number; rejected: number; removed: number; bytes: number; total: number | null; totalUnit: ('rows' | 'bytes') | null; rate: number; expectedEnd: string | null; attempts: number; error: string | null; startedBy: string; createdAt: string; startedAt: string | null; changedAt: string; endedAt: string | null }) | null; version: number; createdAt: string; changedAt: string; kind: 'mqtt'; settings: { url: string; topic: string; user: string | null; rows: string; zone: string | null } })
  }
  /** Change a connector; secrets that are not named stay */
  'PUT /api/connectors/{id}': {
    params: { id: string }
    query: { version: number }
    body: ({ title: string; resource: string; enabled?: boolean; schedule?: string | null; mapping?: { fields: Record<string, { column: string | null; transforms?: ({ op: 'trim' } | { op: 'upper' } | { op: 'date'; format: string } | ({ op: 'codes'; table: string; otherwise?: 'reject' | 'keep' | 'empty' }) | { op: 'scale'; factor: number; offset?: number } | { op: 'constant'; value: string } | { op: 'split'; separator: string; part: number } | { op: 'concat'; columns: string[]; separator?: string })[] }>; tables?: Record<string, Record<string, string>> }; secrets?: Record<string, string | null>; kind: 'postgres'; settings: { host: string; database: string; user: string; tls?: 'off' | 'on' | 'verify'; table: string; key?: string[] | null; strategy?: { by: 'full' } | { by: 'key'; overlapRows?: number } | { by: 'timestamp'; column: string; overlapSeconds?: number }; zone?: string | null; port?: number; schema?: string } }) | ({ title: string; resource: string; enabled?: boolean; schedule?: string | null; mapping?: { fields: Record<string, { column: string | null; transforms?: ({ op: 'trim' } | { op: 'upper' } | { op: 'date'; format: string } | ({ op: 'codes'; table: string; otherwise?: 'reject' | 'keep' | 'empty' }) | { op: 'scale'; factor: number; offset?: number } | { op: 'constant'; value: string } | { op: 'split'; separator: string; part: number } | { op: 'concat'; columns: string[]; separator?: string })[] }>; tables?: Record<string, Record<string, string>> }; secrets?: Record<string, string | null>; kind: 'mysql'; settings: { host: string; database: string; user: string; tls?: 'off' | 'on' | 'verify'; table: string; key?: string[] | null; strategy?: { by: 'full' } | { by: 'key'; overlapRows?: number } | { by: 'timestamp'; column: string; overlapSeconds?: number }; zone?: string | null; port?: number } }) | ({ title: string; resource: string; enabled?: boolean; schedule?: string | null; mapping?: { fields: Record<string, { column: string | null; transforms?: ({ op: 'trim' } | { op: 'upper' } | { op: 'date'; format: string } | ({ op: 'codes'; table: string; otherwise?: 'reject' | 'keep' | 'empty' }) | { op: 'scale'; factor: number; offset?: number } | { op: 'constant'; value: string } | { op: 'split'; separator: string; part: number } | { op: 'concat'; columns: string[]; separator?: string })[] }>; tables?: Record<string, Record<string, string>> }; secrets?: Record<string, string | null>; kind: 'upload'; settings: { charset?: ('utf-8' | 'gb18030') | null; delimiter?: (',' | ';' | '	' | ('|')) | null; sheet?: string | null; whole?: boolean; zone?: string | null } }) | ({ title: string; resource: string; enabled?: boolean; schedule?: string | null; mapping?: { fields: Record<string, { column: string | null; transforms?: ({ op: 'trim' } | { op: 'upper' } | { op: 'date'; format: string } | ({ op: 'codes'; table: string; otherwise?: 'reject' | 'keep' | 'empty' }) | { op: 'scale'; factor: number; offset?: number } | { op: 'constant'; value: string } | { op: 'split'; separator: string; part: number } | { op: 'concat'; columns: string[]; separator?: string })[] }>; tables?: Record<string, Record<string, string>> }; secrets?: Record<string, string | null>; kind: 'folder'; settings: { charset?: ('utf-8' | 'gb18030') | null; delimiter?: (',' | ';' | '	' | ('|')) | null; sheet?: string | null; whole?: boolean; zone?: string | null } }) | ({ title: string; resource: string; enabled?: boolean; schedule?: string | null; mapping?: { fields: Record<string, { column: string | null; transforms?: ({ op: 'trim' } | { op: 'upper' } | { op: 'date'; format: string } | ({ op: 'codes'; table: string; otherwise?: 'reject' | 'keep' | 'empty' }) | { op: 'scale'; factor: number; offset?: number } | { op: 'constant'; value: string } | { op: 'split'; separator: string; part: number } | { op: 'concat'; columns: string[]; separator?: string })[] }>; tables?: Record<string, Record<string, string>> }; secrets?: Record<string, string | null>; kind: 'http'; settings: { url: string; method?: 'GET' | 'POST'; headers?: Record<string, string>; body?: string | null; rows?: string; pagination?: { by: 'none' } | ({ by: 'page'; parameter?: string; first?: number; sizeParameter?: string | null; size?: number }) | { by: 'offset'; parameter?: string; limitParameter?: string; limit?: number } | { by: 'cursor'; parameter?: string; path: string } | ({ by: 'link'; path?: string | null }); incremental?: ({ parameter: string; column: string; kind?: 'text' | 'number' | 'time' | 'seconds' | 'milliseconds'; overlapSeconds?: number }) | null; whole?: boolean; timeoutSeconds?: number; zone?: string | null } }) | ({ title: string; resource: string; enabled?: boolean; schedule?: string | null; mapping?: { fields: Record<string, { column: string | null; transforms?: ({ op: 'trim' } | { op: 'upper' } | { op: 'date'; format: string } | ({ op: 'codes'; table: string; otherwise?: 'reject' | 'keep' | 'empty' }) | { op: 'scale'; factor: number; offset?: number } | { op: 'constant'; value: string } | { op: 'split'; separator: string; part: number } | { op: 'concat'; columns: string[]; separator?: string })[] }>; tables?: Record<string, Record<string, string>> }; secrets?: Record<string, string | null>; kind: 'ngsi-ld'; settings: { broker?: string | null; type: string; q?: string | null; context?: string | null; tenant?: string | null; headers?: Record<string, string>; whole?: boolean; zone?: string | null } }) | ({ title: string; resource: string; enabled?: boolean; schedule?: string | null; mapping?: { fields: Record<string, { column: string | null; transforms?: ({ op: 'trim' } | { op: 'upper' } | { op: 'date'; format: string } | ({ op: 'codes'; table: string; otherwise?: 'reject' | 'keep' | 'empty' }) | { op: 'scale'; factor: number; offset?: number } | { op: 'constant'; value: string } | { op: 'split'; separator: string; part: number } | { op: 'concat'; columns: string[]; separator?: string })[] }>; tables?: Record<string, Record<string, string>> }; secrets?: Record<string, string | null>; kind: 'mqtt'; settings: { url: string; topic: string; user?: string | null; rows?: string; zone?: string | null } })
    answer: ({ id: string; title: string; resource: string; resourceTitle: string; unit: string; region: string; enabled: boolean; schedule: string | null; nextAt: string | null; mapping: { fields: Record<string, { column: string | null; transforms: ({ op: 'trim' } | { op: 'upper' } | { op: 'date'; format: string } | ({ op: 'codes'; table: string; otherwise: 'reject' | 'keep' | 'empty' }) | { op: 'scale'; factor: number; offset: number } | { op: 'constant'; value: string } | { op: 'split'; separator: string; part: number } | { op: 'concat'; columns: string[]; separator: string })[] }>; tables: Record<string, Record<string, string>> }; secrets: string[]; privateAllowed: boolean; watermark: unknown; newColumns: string[]; openRejects: number; lastRun: ({ id: number; connector: string; resource: string; state: 'queued' | 'running' | 'paused' | 'done' | 'failed' | 'cancelled'; trigger: 'hand' | 'schedule' | 'arrival' | 'replay'; wish: ('pause' | 'cancel') | null; input: string | null; read: number; written: number; unchanged: number; rejected: number; removed: number; bytes: number; total: number | null; totalUnit: ('rows' | 'bytes') | null; rate: number; expectedEnd: string | null; attempts: number; error: string | null; startedBy: string; createdAt: string; startedAt: string | null; changedAt: string; endedAt: string | null }) | null; version: number; createdAt: string; changedAt: string; kind: 'postgres'; settings: { host: string; database: string; user: string; tls: 'off' | 'on' | 'verify'; table: string; key: string[] | null; strategy: { by: 'full' } | { by: 'key'; overlapRows: number } | { by: 'timestamp'; column: string; overlapSeconds: number }; zone: string | null; port: number; schema: string } }) | ({ id: string; title: string; resource: string; resourceTitle: string; unit: string; region: string; enabled: boolean; schedule: string | null; nextAt: string | null; mapping: { fields: Record<string, { column: string | null; transforms: ({ op: 'trim' } | { op: 'upper' } | { op: 'date'; format: string } | ({ op: 'codes'; table: string; otherwise: 'reject' | 'keep' | 'empty' }) | { op: 'scale'; factor: number; offset: number } | { op: 'constant'; value: string } | { op: 'split'; separator: string; part: number } | { op: 'concat'; columns: string[]; separator: string })[] }>; tables: Record<string, Record<string, string>> }; secrets: string[]; privateAllowed: boolean; watermark: unknown; newColumns: string[]; openRejects: number; lastRun: ({ id: number; connector: string; resource: string; state: 'queued' | 'running' | 'paused' | 'done' | 'failed' | 'cancelled'; trigger: 'hand' | 'schedule' | 'arrival' | 'replay'; wish: ('pause' | 'cancel') | null; input: string | null; read: number; written: number; unchanged: number; rejected: number; removed: number; bytes: number; total: number | null; totalUnit: ('rows' | 'bytes') | null; rate: number; expectedEnd: string | null; attempts: number; error: string | null; startedBy: string; createdAt: string; startedAt: string | null; changedAt: string; endedAt: string | null }) | null; version: number; createdAt: string; changedAt: string; kind: 'mysql'; settings: { host: string; database: string; user: string; tls: 'off' | 'on' | 'verify'; table: string; key: string[] | null; strategy: { by: 'full' } | { by: 'key'; overlapRows: number } | { by: 'timestamp'; column: string; overlapSeconds: number }; zone: string | null; port: number } }) | ({ id: string; title: string; resource: string; resourceTitle: string; unit: string; region: string; enabled: boolean; schedule: string | null; nextAt: string | null; mapping: { fields: Record<string, { column: string | null; transforms: ({ op: 'trim' } | { op: 'upper' } | { op: 'date'; format: string } | ({ op: 'codes'; table: string; otherwise: 'reject' | 'keep' | 'empty' }) | { op: 'scale'; factor: number; offset: number } | { op: 'constant'; value: string } | { op: 'split'; separator: string; part: number } | { op: 'concat'; columns: string[]; separator: string })[] }>; tables: Record<string, Record<string, string>> }; secrets: string[]; privateAllowed: boolean; watermark: unknown; newColumns: string[]; openRejects: number; lastRun: ({ id: number; connector: string; resource: string; state: 'queued' | 'running' | 'paused' | 'done' | 'failed' | 'cancelled'; trigger: 'hand' | 'schedule' | 'arrival' | 'replay'; wish: ('pause' | 'cancel') | null; input: string | null; read: number; written: number; unchanged: number; rejected: number; removed: number; bytes: number; total: number | null; totalUnit: ('rows' | 'bytes') | null; rate: number; expectedEnd: string | null; attempts: number; error: string | null; startedBy: string; createdAt: string; startedAt: string | null; changedAt: string; endedAt: string | null }) | null; version: number; createdAt: string; changedAt: string; kind: 'upload'; settings: { charset: ('utf-8' | 'gb18030') | null; delimiter: (',' | ';' | '	' | ('|')) | null; sheet: string | null; whole: boolean; zone: string | null } }) | ({ id: string; title: string; resource: string; resourceTitle: string; unit: string; region: string; enabled: boolean; schedule: string | null; nextAt: string | null; mapping: { fields: Record<string, { column: string | null; transforms: ({ op: 'trim' } | { op: 'upper' } | { op: 'date'; format: string } | ({ op: 'codes'; table: string; otherwise: 'reject' | 'keep' | 'empty' }) | { op: 'scale'; factor: number; offset: number } | { op: 'constant'; value: string } | { op: 'split'; separator: string; part: number } | { op: 'concat'; columns: string[]; separator: string })[] }>; tables: Record<string, Record<string, string>> }; secrets: string[]; privateAllowed: boolean; watermark: unknown; newColumns: string[]; openRejects: number; lastRun: ({ id: number; connector: string; resource: string; state: 'queued' | 'running' | 'paused' | 'done' | 'failed' | 'cancelled'; trigger: 'hand' | 'schedule' | 'arrival' | 'replay'; wish: ('pause' | 'cancel') | null; input: string | null; read: number; written: number; unchanged: number; rejected: number; removed: number; bytes: number; total: number | null; totalUnit: ('rows' | 'bytes') | null; rate: number; expectedEnd: string | null; attempts: number; error: string | null; startedBy: string; createdAt: string; startedAt: string | null; changedAt: string; endedAt: string | null }) | null; version: number; createdAt: string; changedAt: string; kind: 'folder'; settings: { charset: ('utf-8' | 'gb18030') | null; delimiter: (',' | ';' | '	' | ('|')) | null; sheet: string | null; whole: boolean; zone: string | null } }) | ({ id: string; title: string; resource: string; resourceTitle: string; unit: string; region: string; enabled: boolean; schedule: string | null; nextAt: string | null; mapping: { fields: Record<string, { column: string | null; transforms: ({ op: 'trim' } | { op: 'upper' } | { op: 'date'; format: string } | ({ op: 'codes'; table: string; otherwise: 'reject' | 'keep' | 'empty' }) | { op: 'scale'; factor: number; offset: number } | { op: 'constant'; value: string } | { op: 'split'; separator: string; part: number } | { op: 'concat'; columns: string[]; separator: string })[] }>; tables: Record<string, Record<string, string>> }; secrets: string[]; privateAllowed: boolean; watermark: unknown; newColumns: string[]; openRejects: number; lastRun: ({ id: number; connector: string; resource: string; state: 'queued' | 'running' | 'paused' | 'done' | 'failed' | 'cancelled'; trigger: 'hand' | 'schedule' | 'arrival' | 'replay'; wish: ('pause' | 'cancel') | null; input: string | null; read: number; written: number; unchanged: number; rejected: number; removed: number; bytes: number; total: number | null; totalUnit: ('rows' | 'bytes') | null; rate: number; expectedEnd: string | null; attempts: number; error: string | null; startedBy: string; createdAt: string; startedAt: string | null; changedAt: string; endedAt: string | null }) | null; version: number; createdAt: string; changedAt: string; kind: 'http'; settings: { url: string; method: 'GET' | 'POST'; headers: Record<string, string>; body: string | null; rows: string; pagination: { by: 'none' } | ({ by: 'page'; parameter: string; first: number; sizeParameter: string | null; size: number }) | { by: 'offset'; parameter: string; limitParameter: string; limit: number } | { by: 'cursor'; parameter: string; path: string } | ({ by: 'link'; path: string | null }); incremental: ({ parameter: string; column: string; kind: 'text' | 'number' | 'time' | 'seconds' | 'milliseconds'; overlapSeconds: number }) | null; whole: boolean; timeoutSeconds: number; zone: string | null } }) | ({ id: string; title: string; resource: string; resourceTitle: string; unit: string; region: string; enabled: boolean; schedule: string | null; nextAt: string | null; mapping: { fields: Record<string, { column: string | null; transforms: ({ op: 'trim' } | { op: 'upper' } | { op: 'date'; format: string } | ({ op: 'codes'; table: string; otherwise: 'reject' | 'keep' | 'empty' }) | { op: 'scale'; factor: number; offset: number } | { op: 'constant'; value: string } | { op: 'split'; separator: string; part: number } | { op: 'concat'; columns: string[]; separator: string })[] }>; tables: Record<string, Record<string, string>> }; secrets: string[]; privateAllowed: boolean; watermark: unknown; newColumns: string[]; openRejects: number; lastRun: ({ id: number; connector: string; resource: string; state: 'queued' | 'running' | 'paused' | 'done' | 'failed' | 'cancelled'; trigger: 'hand' | 'schedule' | 'arrival' | 'replay'; wish: ('pause' | 'cancel') | null; input: string | null; read: number; written: number; unchanged: number; rejected: number; removed: number; bytes: number; total: number | null; totalUnit: ('rows' | 'bytes') | null; rate: number; expectedEnd: string | null; attempts: number; error: string | null; startedBy: string; createdAt: string; startedAt: string | null; changedAt: string; endedAt: string | null }) | null; version: number; createdAt: string; changedAt: string; kind: 'ngsi-ld'; settings: { broker: string | null; type: string; q: string | null; context: string | null; tenant: string | null; headers: Record<string, string>; whole: boolean; zone: string | null } }) | ({ id: string; title: string; resource: string; resourceTitle: string; unit: string; region: string; enabled: boolean; schedule: string | null; nextAt: string | null; mapping: { fields: Record<string, { column: string | null; transforms: ({ op: 'trim' } | { op: 'upper' } | { op: 'date'; format: string } | ({ op: 'codes'; table: string; otherwise: 'reject' | 'keep' | 'empty' }) | { op: 'scale'; factor: number; offset: number } | { op: 'constant'; value: string } | { op: 'split'; separator: string; part: number } | { op: 'concat'; columns: string[]; separator: string })[] }>; tables: Record<string, Record<string, string>> }; secrets: string[]; privateAllowed: boolean; watermark: unknown; newColumns: string[]; openRejects: number; lastRun: ({ id: number; connector: string; resource: string; state: 'queued' | 'running' | 'paused' | 'done' | 'failed' | 'cancelled'; trigger: 'hand' | 'schedule' | 'arrival' | 'replay'; wish: ('pause' | 'cancel') | null; input: string | null; read: number; written: number; unchanged: number; rejected: number; removed: number; bytes: number; total: number | null; totalUnit: ('rows' | 'bytes') | null; rate: number; expectedEnd: string | null; attempts: number; error: string | null; startedBy: string; createdAt: string; startedAt: string | null; changedAt: string; endedAt: string | null }) | null; version: number; createdAt: string; changedAt: string; kind: 'mqtt'; settings: { url: string; topic: string; user: string | null; rows: string; zone: string | null } })
  }
  /** First rows of the source and what a mapping makes of them */
  'POST /api/connectors/{id}/preview': {
    params: { id: string }
    query: Record<string, never>
    body: { mapping?: { fields: Record<string, { column: string | null; transforms?: ({ op: 'trim' } | { op: 'upper' } | { op: 'date'; format: string } | ({ op: 'codes'; table: string; otherwise?: 'reject' | 'keep' | 'empty' }) | { op: 'scale'; factor: number; offset?: number } | { op: 'constant'; value: string } | { op: 'split'; separator: string; part: number } | { op: 'concat'; columns: string[]; separator?: string })[] }>; tables?: Record<string, Record<string, string>> }; upload?: string; limit?: number }
    answer: { columns: string[]; rows: ((string | null)[])[]; mapped: ({ values: (Record<string, string | null>) | null; problems: ({ field: string | null; reason: 'required' | 'key-missing' | 'not-text' | 'too-long' | 'not-an-integer' | 'not-a-number' | 'not-a-boolean' | 'not-a-date' | 'not-a-time' | 'not-a-region' | 'not-a-geometry' | 'not-json' | 'breaks-standard' | 'not-in-table' | 'no-such-part' | 'columns' | 'unreadable'; detail: string })[] })[] }
  }
  /** Allow this connector addresses inside private networks; administrators only */
  'PUT /api/connectors/{id}/private-networks': {
    params: { id: string }
    query: Record<string, never>
    body: { allowed: boolean }
    answer: ({ id: string; title: string; resource: string; resourceTitle: string; unit: string; region: string; enabled: boolean; schedule: string | null; nextAt: string | null; mapping: { fields: Record<string, { column: string | null; transforms: ({ op: 'trim' } | { op: 'upper' } | { op: 'date'; format: string } | ({ op: 'codes'; table: string; otherwise: 'reject' | 'keep' | 'empty' }) | { op: 'scale'; factor: number; offset: number } | { op: 'constant'; value: string } | { op: 'split'; separator: string; part: number } | { op: 'concat'; columns: string[]; separator: string })[] }>; tables: Record<string, Record<string, string>> }; secrets: string[]; privateAllowed: boolean; watermark: unknown; newColumns: string[]; openRejects: number; lastRun: ({ id: number; connector: string; resource: string; state: 'queued' | 'running' | 'paused' | 'done' | 'failed' | 'cancelled'; trigger: 'hand' | 'schedule' | 'arrival' | 'replay'; wish: ('pause' | 'cancel') | null; input: string | null; read: number; written: number; unchanged: number; rejected: number; removed: number; bytes: number; total: number | null; totalUnit: ('rows' | 'bytes') | null; rate: number; expectedEnd: string | null; attempts: number; error: string | null; startedBy: string; createdAt: string; startedAt: string | null; changedAt: string; endedAt: string | null }) | null; version: number; createdAt: string; changedAt: string; kind: 'postgres'; settings: { host: string; database: string; user: string; tls: 'off' | 'on' | 'verify'; table: string; key: string[] | null; strategy: { by: 'full' } | { by: 'key'; overlapRows: number } | { by: 'timestamp'; column: string; overlapSeconds: number }; zone: string | null; port: number; schema: string } }) | ({ id: string; title: string; resource: string; resourceTitle: string; unit: string; region: string; enabled: boolean; schedule: string | null; nextAt: string | null; mapping: { fields: Record<string, { column: string | null; transforms: ({ op: 'trim' } | { op: 'upper' } | { op: 'date'; format: string } | ({ op: 'codes'; table: string; otherwise: 'reject' | 'keep' | 'empty' }) | { op: 'scale'; factor: number; offset: number } | { op: 'constant'; value: string } | { op: 'split'; separator: string; part: number } | { op: 'concat'; columns: string[]; separator: string })[] }>; tables: Record<string, Record<string, string>> }; secrets: string[]; privateAllowed: boolean; watermark: unknown; newColumns: string[]; openRejects: number; lastRun: ({ id: number; connector: string; resource: string; state: 'queued' | 'running' | 'paused' | 'done' | 'failed' | 'cancelled'; trigger: 'hand' | 'schedule' | 'arrival' | 'replay'; wish: ('pause' | 'cancel') | null; input: string | null; read: number; written: number; unchanged: number; rejected: number; removed: number; bytes: number; total: number | null; totalUnit: ('rows' | 'bytes') | null; rate: number; expectedEnd: string | null; attempts: number; error: string | null; startedBy: string; createdAt: string; startedAt: string | null; changedAt: string; endedAt: string | null }) | null; version: number; createdAt: string; changedAt: string; kind: 'mysql'; settings: { host: string; database: string; user: string; tls: 'off' | 'on' | 'verify'; table: string; key: string[] | null; strategy: { by: 'full' } | { by: 'key'; overlapRows: number } | { by: 'timestamp'; column: string; overlapSeconds: number }; zone: string | null; port: number } }) | ({ id: string; title: string; resource: string; resourceTitle: string; unit: string; region: string; enabled: boolean; schedule: string | null; nextAt: string | null; mapping: { fields: Record<string, { column: string | null; transforms: ({ op: 'trim' } | { op: 'upper' } | { op: 'date'; format: string } | ({ op: 'codes'; table: string; otherwise: 'reject' | 'keep' | 'empty' }) | { op: 'scale'; factor: number; offset: number } | { op: 'constant'; value: string } | { op: 'split'; separator: string; part: number } | { op: 'concat'; columns: string[]; separator: string })[] }>; tables: Record<string, Record<string, string>> }; secrets: string[]; privateAllowed: boolean; watermark: unknown; newColumns: string[]; openRejects: number; lastRun: ({ id: number; connector: string; resource: string; state: 'queued' | 'running' | 'paused' | 'done' | 'failed' | 'cancelled'; trigger: 'hand' | 'schedule' | 'arrival' | 'replay'; wish: ('pause' | 'cancel') | null; input: string | null; read: number; written: number; unchanged: number; rejected: number; removed: number; bytes: number; total: number | null; totalUnit: ('rows' | 'bytes') | null; rate: number; expectedEnd: string | null; attempts: number; error: string | null; startedBy: string; createdAt: string; startedAt: string | null; changedAt: string; endedAt: string | null }) | null; version: number; createdAt: string; changedAt: string; kind: 'upload'; settings: { charset: ('utf-8' | 'gb18030') | null; delimiter: (',' | ';' | '	' | ('|')) | null; sheet: string | null; whole: boolean; zone: string | null } }) | ({ id: string; title: string; resource: string; resourceTitle: string; unit: string; region: string; enabled: boolean; schedule: string | null; nextAt: string | null; mapping: { fields: Record<string, { column: string | null; transforms: ({ op: 'trim' } | { op: 'upper' } | { op: 'date'; format: string } | ({ op: 'codes'; table: string; otherwise: 'reject' | 'keep' | 'empty' }) | { op: 'scale'; factor: number; offset: number } | { op: 'constant'; value: string } | { op: 'split'; separator: string; part: number } | { op: 'concat'; columns: string[]; separator: string })[] }>; tables: Record<string, Record<string, string>> }; secrets: string[]; privateAllowed: boolean; watermark: unknown; newColumns: string[]; openRejects: number; lastRun: ({ id: number; connector: string; resource: string; state: 'queued' | 'running' | 'paused' | 'done' | 'failed' | 'cancelled'; trigger: 'hand' | 'schedule' | 'arrival' | 'replay'; wish: ('pause' | 'cancel') | null; input: string | null; read: number; written: number; unchanged: number; rejected: number; removed: number; bytes: number; total: number | null; totalUnit: ('rows' | 'bytes') | null; rate: number; expectedEnd: string | null; attempts: number; error: string | null; startedBy: string; createdAt: string; startedAt: string | null; changedAt: string; endedAt: string | null }) | null; version: number; createdAt: string; changedAt: string; kind: 'folder'; settings: { charset: ('utf-8' | 'gb18030') | null; delimiter: (',' | ';' | '	' | ('|')) | null; sheet: string | null; whole: boolean; zone: string | null } }) | ({ id: string; title: string; resource: string; resourceTitle: string; unit: string; region: string; enabled: boolean; schedule: string | null; nextAt: string | null; mapping: { fields: Record<string, { column: string | null; transforms: ({ op: 'trim' } | { op: 'upper' } | { op: 'date'; format: string } | ({ op: 'codes'; table: string; otherwise: 'reject' | 'keep' | 'empty' }) | { op: 'scale'; factor: number; offset: number } | { op: 'constant'; value: string } | { op: 'split'; separator: string; part: number } | { op: 'concat'; columns: string[]; separator: string })[] }>; tables: Record<string, Record<string, string>> }; secrets: string[]; privateAllowed: boolean; watermark: unknown; newColumns: string[]; openRejects: number; lastRun: ({ id: number; connector: string; resource: string; state: 'queued' | 'running' | 'paused' | 'done' | 'failed' | 'cancelled'; trigger: 'hand' | 'schedule' | 'arrival' | 'replay'; wish: ('pause' | 'cancel') | null; input: string | null; read: number; written: number; unchanged: number; rejected: number; removed: number; bytes: number; total: number | null; totalUnit: ('rows' | 'bytes') | null; rate: number; expectedEnd: string | null; attempts: number; error: string | null; startedBy: string; createdAt: string; startedAt: string | null; changedAt: string; endedAt: string | null }) | null; version: number; createdAt: string; changedAt: string; kind: 'http'; settings: { url: string; method: 'GET' | 'POST'; headers: Record<string, string>; body: string | null; rows: string; pagination: { by: 'none' } | ({ by: 'page'; parameter: string; first: number; sizeParameter: string | null; size: number }) | { by: 'offset'; parameter: string; limitParameter: string; limit: number } | { by: 'cursor'; parameter: string; path: string } | ({ by: 'link'; path: string | null }); incremental: ({ parameter: string; column: string; kind: 'text' | 'number' | 'time' | 'seconds' | 'milliseconds'; overlapSeconds: number }) | null; whole: boolean; timeoutSeconds: number; zone: string | null } }) | ({ id: string; title: string; resource: string; resourceTitle: string; unit: string; region: string; enabled: boolean; schedule: string | null; nextAt: string | null; mapping: { fields: Record<string, { column: string | null; transforms: ({ op: 'trim' } | { op: 'upper' } | { op: 'date'; format: string } | ({ op: 'codes'; table: string; otherwise: 'reject' | 'keep' | 'empty' }) | { op: 'scale'; factor: number; offset: number } | { op: 'constant'; value: string } | { op: 'split'; separator: string; part: number } | { op: 'concat'; columns: string[]; separator: string })[] }>; tables: Record<string, Record<string, string>> }; secrets: string[]; privateAllowed: boolean; watermark: unknown; newColumns: string[]; openRejects: number; lastRun: ({ id: number; connector: string; resource: string; state: 'queued' | 'running' | 'paused' | 'done' | 'failed' | 'cancelled'; trigger: 'hand' | 'schedule' | 'arrival' | 'replay'; wish: ('pause' | 'cancel') | null; input: string | null; read: number; written: number; unchanged: number; rejected: number; removed: number; bytes: number; total: number | null; totalUnit: ('rows' | 'bytes') | null; rate: number; expectedEnd: string | null; attempts: number; error: string | null; startedBy: string; createdAt: string; startedAt: string | null; changedAt: string; endedAt: string | null }) | null; version: number; createdAt: string; changedAt: string; kind: 'ngsi-ld'; settings: { broker: string | null; type: string; q: string | null; context: string | null; tenant: string | null; headers: Record<string, string>; whole: boolean; zone: string | null } }) | ({ id: string; title: string; resource: string; resourceTitle: string; unit: string; region: string; enabled: boolean; schedule: string | null; nextAt: string | null; mapping: { fields: Record<string, { column: string | null; transforms: ({ op: 'trim' } | { op: 'upper' } | { op: 'date'; format: string } | ({ op: 'codes'; table: string; otherwise: 'reject' | 'keep' | 'empty' }) | { op: 'scale'; factor: number; offset: number } | { op: 'constant'; value: string } | { op: 'split'; separator: string; part: number } | { op: 'concat'; columns: string[]; separator: string })[] }>; tables: Record<string, Record<string, string>> }; secrets: string[]; privateAllowed: boolean; watermark: unknown; newColumns: string[]; openRejects: number; lastRun: ({ id: number; connector: string; resource: string; state: 'queued' | 'running' | 'paused' | 'done' | 'failed' | 'cancelled'; trigger: 'hand' | 'schedule' | 'arrival' | 'replay'; wish: ('pause' | 'cancel') | null; input: string | null; read: number; written: number; unchanged: number; rejected: number; removed: number; bytes: number; total: number | null; totalUnit: ('rows' | 'bytes') | null; rate: number; expectedEnd: string | null; attempts: number; error: string | null; startedBy: string; createdAt: string; startedAt: string | null; changedAt: string; endedAt: string | null }) | null; version: number; createdAt: string; changedAt: string; kind: 'mqtt'; settings: { url: string; topic: string; user: string | null; rows: string; zone: string | null } })
  }
  /** Rejected rows in the order in which they came, and how often each reason occurs */
  'GET /api/connectors/{id}/rejects': {
    params: { id: string }
    query: { state?: 'open' | 'replayed' | 'discarded'; run?: number; reason?: 'required' | 'key-missing' | 'not-text' | 'too-long' | 'not-an-integer' | 'not-a-number' | 'not-a-boolean' | 'not-a-date' | 'not-a-time' | 'not-a-region' | 'not-a-geometry' | 'not-json' | 'breaks-standard' | 'not-in-table' | 'no-such-part' | 'columns' | 'unreadable'; field?: string; after?: number; limit?: number }
    body: undefined
    answer: { items: ({ id: number; connector: string; run: number; line: number; content: Record<string, string | null>; corrected: boolean; problems: ({ field: string | null; reason: 'required' | 'key-missing' | 'not-text' | 'too-long' | 'not-an-integer' | 'not-a-number' | 'not-a-boolean' | 'not-a-date' | 'not-a-time' | 'not-a-region' | 'not-a-geometry' | 'not-json' | 'breaks-standard' | 'not-in-table' | 'no-such-part' | 'columns' | 'unreadable'; detail: string })[]; state: 'open' | 'replayed' | 'discarded'; seen: number; at: string; decidedBy: string | null; decidedAt: string | null })[]; next: number | null; total: number; reasons: ({ field: string | null; reason: string; n: number })[] }
  }
  /** Rejected rows as a CSV file: number, line, reasons, then the columns of the source */
  'GET /api/connectors/{id}/rejects.csv': {
    params: { id: string }
    query: { state?: 'open' | 'replayed' | 'discarded'; run?: number; reason?: 'required' | 'key-missing' | 'not-text' | 'too-long' | 'not-an-integer' | 'not-a-number' | 'not-a-boolean' | 'not-a-date' | 'not-a-time' | 'not-a-region' | 'not-a-geometry' | 'not-json' | 'breaks-standard' | 'not-in-table' | 'no-such-part' | 'columns' | 'unreadable'; field?: string }
    body: undefined
    answer: undefined
  }
  /** Correct the content of a rejected row */
  'PATCH /api/connectors/{id}/rejects/{reject}': {
    params: { id: string; reject: number }
    query: Record<string, never>
    body: { content: Record<string, string | null> }
    answer: { id: number; connector: string; run: number; line: number; content: Record<string, string | null>; corrected: boolean; problems: ({ field: string | null; reason: 'required' | 'key-missing' | 'not-text' | 'too-long' | 'not-an-integer' | 'not-a-number' | 'not-a-boolean' | 'not-a-date' | 'not-a-time' | 'not-a-region' | 'not-a-geometry' | 'not-json' | 'breaks-standard' | 'not-in-table' | 'no-such-part' | 'columns' | 'unreadable'; detail: string })[]; state: 'open' | 'replayed' | 'discarded'; seen: number; at: string; decidedBy: string | null; decidedAt: string | null }
  }
  /** Give rejected rows up; ids null: all open ones */
  'POST /api/connectors/{id}/rejects/discard': {
    params: { id: string }
    query: Record<string, never>
    body: { ids: number[] | null; why?: { field: string | null; reason: 'required' | 'key-missing' | 'not-text' | 'too-long' | 'not-an-integer' | 'not-a-number' | 'not-a-boolean' | 'not-a-date' | 'not-a-time' | 'not-a-region' | 'not-a-geometry' | 'not-json' | 'breaks-standard' | 'not-in-table' | 'no-such-part' | 'columns' | 'unreadable' } }
    answer: { discarded: number }
  }
  /** Correct rejected rows by the file of rejects.csv, mended and uploaded, and try the corrected ones again */
  'POST /api/connectors/{id}/rejects/mend': {
    params: { id: string }
    query: Record<string, never>
    body: { upload: string }
    answer: { rows: number; corrected: number; run: ({ id: number; connector: string; resource: string; state: 'queued' | 'running' | 'paused' | 'done' | 'failed' | 'cancelled'; trigger: 'hand' | 'schedule' | 'arrival' | 'replay'; wish: ('pause' | 'cancel') | null; input: string | null; read: number; written: number; unchanged: number; rejected: number; removed: number; bytes: number; total: number | null; totalUnit: ('rows' | 'bytes') | null; rate: number; expectedEnd: string | null; attempts: number; error: string | null; startedBy: string; createdAt: string; startedAt: string | null; changedAt: string; endedAt: string | null }) | null }
  }
  /** Try rejected rows again, as they are now and with the mapping as it is now; ids null: all */
  'POST /api/connectors/{id}/rejects/replay': {
    params: { id: string }
    query: Record<string, never>
    body: { ids: number[] | null; why?: { field: string | null; reason: 'required' | 'key-missing' | 'not-text' | 'too-long' | 'not-an-integer' | 'not-a-number' | 'not-a-boolean' | 'not-a-date' | 'not-a-time' | 'not-a-region' | 'not-a-geometry' | 'not-json' | 'breaks-standard' | 'not-in-table' | 'no-such-part' | 'columns' | 'unreadable' } }
    answer: undefined
  }
  /** Start a run by hand; files name the upload that is read */
  'POST /api/connectors/{id}/runs': {
    params: { id: string }
    query: Record<string, never>
    body: { upload?: string; restart?: boolean }
    answer: undefined
  }
  /** Look at a source before its connector is kept: columns, types, a mapping proposed by names and titles */
  'POST /api/connectors/look': {
    params: Record<string, never>
    query: Record<string, never>
    body: { connector: ({ title: string; resource: string; enabled?: boolean; schedule?: string | null; mapping?: { fields: Record<string, { column: string | null; transforms?: ({ op: 'trim' } | { op: 'upper' } | { op: 'date'; format: string } | ({ op: 'codes'; table: string; otherwise?: 'reject' | 'keep' | 'empty' }) | { op: 'scale'; factor: number; offset?: number } | { op: 'constant'; value: string } | { op: 'split'; separator: string; part: number } | { op: 'concat'; columns: string[]; separator?: string })[] }>; tables?: Record<string, Record<string, string>> }; secrets?: Record<string, string | null>; kind: 'postgres'; settings: { host: string; database: string; user: string; tls?: 'off' | 'on' | 'verify'; table: string; key?: string[] | null; strategy?: { by: 'full' } | { by: 'key'; overlapRows?: number } | { by: 'timestamp'; column: string; overlapSeconds?: number }; zone?: string | null; port?: number; schema?: string } }) | ({ title: string; resource: string; enabled?: boolean; schedule?: string | null; mapping?: { fields: Record<string, { column: string | null; transforms?: ({ op: 'trim' } | { op: 'upper' } | { op: 'date'; format: string } | ({ op: 'codes'; table: string; otherwise?: 'reject' | 'keep' | 'empty' }) | { op: 'scale'; factor: number; offset?: number } | { op: 'constant'; value: string } | { op: 'split'; separator: string; part: number } | { op: 'concat'; columns: string[]; separator?: string })[] }>; tables?: Record<string, Record<string, string>> }; secrets?: Record<string, string | null>; kind: 'mysql'; settings: { host: string; database: string; user: string; tls?: 'off' | 'on' | 'verify'; table: string; key?: string[] | null; strategy?: { by: 'full' } | { by: 'key'; overlapRows?: number } | { by: 'timestamp'; column: string; overlapSeconds?: number }; zone?: string | null; port?: number } }) | ({ title: string; resource: string; enabled?: boolean; schedule?: string | null; mapping?: { fields: Record<string, { column: string | null; transforms?: ({ op: 'trim' } | { op: 'upper' } | { op: 'date'; format: string } | ({ op: 'codes'; table: string; otherwise?: 'reject' | 'keep' | 'empty' }) | { op: 'scale'; factor: number; offset?: number } | { op: 'constant'; value: string } | { op: 'split'; separator: string; part: number } | { op: 'concat'; columns: string[]; separator?: string })[] }>; tables?: Record<string, Record<string, string>> }; secrets?: Record<string, string | null>; kind: 'upload'; settings: { charset?: ('utf-8' | 'gb18030') | null; delimiter?: (',' | ';' | '	' | ('|')) | null; sheet?: string | null; whole?: boolean; zone?: string | null } }) | ({ title: string; resource: string; enabled?: boolean; schedule?: string | null; mapping?: { fields: Record<string, { column: string | null; transforms?: ({ op: 'trim' } | { op: 'upper' } | { op: 'date'; format: string } | ({ op: 'codes'; table: string; otherwise?: 'reject' | 'keep' | 'empty' }) | { op: 'scale'; factor: number; offset?: number } | { op: 'constant'; value: string } | { op: 'split'; separator: string; part: number } | { op: 'concat'; columns: string[]; separator?: string })[] }>; tables?: Record<string, Record<string, string>> }; secrets?: Record<string, string | null>; kind: 'folder'; settings: { charset?: ('utf-8' | 'gb18030') | null; delimiter?: (',' | ';' | '	' | ('|')) | null; sheet?: string | null; whole?: boolean; zone?: string | null } }) | ({ title: string; resource: string; enabled?: boolean; schedule?: string | null; mapping?: { fields: Record<string, { column: string | null; transforms?: ({ op: 'trim' } | { op: 'upper' } | { op: 'date'; format: string } | ({ op: 'codes'; table: string; otherwise?: 'reject' | 'keep' | 'empty' }) | { op: 'scale'; factor: number; offset?: number } | { op: 'constant'; value: string } | { op: 'split'; separator: string; part: number } | { op: 'concat'; columns: string[]; separator?: string })[] }>; tables?: Record<string, Record<string, string>> }; secrets?: Record<string, string | null>; kind: 'http'; settings: { url: string; method?: 'GET' | 'POST'; headers?: Record<string, string>; body?: string | null; rows?: string; pagination?: { by: 'none' } | ({ by: 'page'; parameter?: string; first?: number; sizeParameter?: string | null; size?: number }) | { by: 'offset'; parameter?: string; limitParameter?: string; limit?: number } | { by: 'cursor'; parameter?: string; path: string } | ({ by: 'link'; path?: string | null }); incremental?: ({ parameter: string; column: string; kind?: 'text' | 'number' | 'time' | 'seconds' | 'milliseconds'; overlapSeconds?: number }) | null; whole?: boolean; timeoutSeconds?: number; zone?: string | null } }) | ({ title: string; resource: string; enabled?: boolean; schedule?: string | null; mapping?: { fields: Record<string, { column: string | null; transforms?: ({ op: 'trim' } | { op: 'upper' } | { op: 'date'; format: string } | ({ op: 'codes'; table: string; otherwise?: 'reject' | 'keep' | 'empty' }) | { op: 'scale'; factor: number; offset?: number } | { op: 'constant'; value: string } | { op: 'split'; separator: string; part: number } | { op: 'concat'; columns: string[]; separator?: string })[] }>; tables?: Record<string, Record<string, string>> }; secrets?: Record<string, string | null>; kind: 'ngsi-ld'; settings: { broker?: string | null; type: string; q?: string | null; context?: string | null; tenant?: string | null; headers?: Record<string, string>; whole?: boolean; zone?: string | null } }) | ({ title: string; resource: string; enabled?: boolean; schedule?: string | null; mapping?: { fields: Record<string, { column: string | null; transforms?: ({ op: 'trim' } | { op: 'upper' } | { op: 'date'; format: string } | ({ op: 'codes'; table: string; otherwise?: 'reject' | 'keep' | 'empty' }) | { op: 'scale'; factor: number; offset?: number } | { op: 'constant'; value: string } | { op: 'split'; separator: string; part: number } | { op: 'concat'; columns: string[]; separator?: string })[] }>; tables?: Record<string, Record<string, string>> }; secrets?: Record<string, string | null>; kind: 'mqtt'; settings: { url: string; topic: string; user?: string | null; rows?: string; zone?: string | null } }); id?: string; upload?: string }
    answer: { columns: ({ name: string; sourceType: string | null; type: 'text' | 'integer' | 'number' | 'boolean' | 'date' | 'datetime' | 'region' | 'geometry' | 'json'; standard: string | null; format: string | null; samples: string[] })[]; total: number | null; totalUnit: ('rows' | 'bytes') | null; choices: string[]; proposal: { fields: Record<string, { column: string | null; transforms: ({ op: 'trim' } | { op: 'upper' } | { op: 'date'; format: string } | ({ op: 'codes'; table: string; otherwise: 'reject' | 'keep' | 'empty' }) | { op: 'scale'; factor: number; offset: number } | { op: 'constant'; value: string } | { op: 'split'; separator: string; part: number } | { op: 'concat'; columns: string[]; separator: string })[] }>; tables: Record<string, Record<string, string>> }; likeness: Record<string, number> }
  }
  /** Regions by code or by a name that only one bears, as a run reads them; null for what is none */
  'POST /api/connectors/regions': {
    params: Record<string, never>
    query: Record<string, never>
    body: { texts: string[] }
    answer: { regions: Record<string, string | null> }
  }
  /** Durable consumers of the outbox and how far each has read */
  'GET /api/consumers': {
    params: Record<string, never>
    query: Record<string, never>
    body: undefined
    answer: undefined
  }
  /** Rejected items, newest first, with counts by reason */
  'GET /api/dead-letters': {
    params: Record<string, never>
    query: { source?: string; state?: 'open' | 'replayed' | 'discarded'; code?: string; before?: number; limit?: number }
    body: undefined
    answer: { items: ({ id: number; source: string; region: string; receivedAt: string; seen: number; lastAt: string; raw: string; truncated: boolean; line: number | null; code: string; message: string; path: string | null; state: 'open' | 'replayed' | 'discarded'; attempts: number; result: { status: string; code?: string; message?: string } | null; decidedBy: string | null; decidedAt: string | null; reason: string | null })[]; counts: { code: string; count: number }[]; next: number | null }
  }
  /** One rejected item */
  'GET /api/dead-letters/{id}': {
    params: { id: number }
    query: Record<string, never>
    body: undefined
    answer: { id: number; source: string; region: string; receivedAt: string; seen: number; lastAt: string; raw: string; truncated: boolean; line: number | null; code: string; message: string; path: string | null; state: 'open' | 'replayed' | 'discarded'; attempts: number; result: { status: string; code?: string; message?: string } | null; decidedBy: string | null; decidedAt: string | null; reason: string | null }
  }
  /** Discard one rejected item, with a reason */
  'POST /api/dead-letters/{id}/discard': {
    params: { id: number }
    query: Record<string, never>
    body: { reason: string }
    answer: { id: number; source: string; region: string; receivedAt: string; seen: number; lastAt: string; raw: string; truncated: boolean; line: number | null; code: string; message: string; path: string | null; state: 'open' | 'replayed' | 'discarded'; attempts: number; result: { status: string; code?: string; message?: string } | null; decidedBy: string | null; decidedAt: string | null; reason: string | null }
  }
  /** Send a rejected item through the pipeline again, as it came or corrected */
  'POST /api/dead-letters/{id}/replay': {
    params: { id: number }
    query: Record<string, never>
    body: { item?: Record<string, unknown> }
    answer: { letter: { id: number; source: string; region: string; receivedAt: string; seen: number; lastAt: string; raw: string; truncated: boolean; line: number | null; code: string; message: string; path: string | null; state: 'open' | 'replayed' | 'discarded'; attempts: number; result: { status: string; code?: string; message?: string } | null; decidedBy: string | null; decidedAt: string | null; reason: string | null }; result: { status: string; code?: string; message?: string } }
  }
  /** Discard open rejected items that a filter selects, with a reason; at most 10,000 */
  'POST /api/dead-letters/discard': {
    params: Record<string, never>
    query: Record<string, never>
    body: { filter: { source?: string; code?: string; ids?: number[] }; reason: string }
    answer: { discarded: number }
  }
  /** Replay what a filter selects, oldest first, at most 5000 */
  'POST /api/dead-letters/replay': {
    params: Record<string, never>
    query: Record<string, never>
    body: { source?: string; code?: string; ids?: number[] }
    answer: { replayed: number; rejected: number; more: boolean }
  }
  /** What each subscriber is owed and got, newest first, with counts by state */
  'GET /api/deliveries': {
    params: Record<string, never>
    query: { subscription?: string; entity?: string; state?: 'queued' | 'tried' | 'delivered' | 'dead' | 'superseded' | 'withheld'; change?: number; from?: string; to?: string; before?: number; limit?: number }
    body: undefined
    answer: { items: ({ id: number; tenant: string; subscription: string; change: number; entity: string | null; state: 'queued' | 'tried' | 'delivered' | 'dead' | 'superseded' | 'withheld'; attempts: number; queuedAt: string; triedAt: string | null; doneAt: string | null; status: number | null; error: string | null; replayOf: number | null; notification: string | null })[]; counts: Record<string, number>; exact: boolean; next: number | null }
  }
  /** Tries a delivery that was given up, or that waits for its next try, at once */
  'POST /api/deliveries/{id}/retry': {
    params: { id: number }
    query: Record<string, never>
    body: Record<string, never>
    answer: { id: number; tenant: string; subscription: string; change: number; entity: string | null; state: 'queued' | 'tried' | 'delivered' | 'dead' | 'superseded' | 'withheld'; attempts: number; queuedAt: string; triedAt: string | null; doneAt: string | null; status: number | null; error: string | null; replayOf: number | null; notification: string | null }
  }
  /** MQTT credentials, without their passwords */
  'GET /api/device-credentials': {
    params: Record<string, never>
    query: Record<string, never>
    body: undefined
    answer: { items: { id: string; source: string; region: string; createdAt: string }[] }
  }
  /** MQTT user name and password of a source; the password is shown once */
  'POST /api/device-credentials': {
    params: Record<string, never>
    query: Record<string, never>
    body: { source: string; region?: string }
    answer: { id: string; username: string; password: string }
  }
  /** Revoke an MQTT credential */
  'DELETE /api/device-credentials/{id}': {
    params: { id: string }
    query: Record<string, never>
    body: undefined
    answer: undefined
  }
  /** What an object was, newest first: written, deleted and sensed values of one attribute or of all */
  'GET /api/entities/{id}/history': {
    params: { id: string }
    query: { attribute?: string; from?: string; to?: string; cursor?: string; limit?: number }
    body: undefined
    answer: { items: ({ id: string; kind: 'written' | 'deleted' | 'sensed'; attribute: string; dataset: string | null; value: unknown; unit: string | null; observedAt: string | null; at: string; actor: string | null; provenance: string | null })[]; next: string | null }
  }
  /** CloudEvents taken in that are no observations, newest first */
  'GET /api/events': {
    params: Record<string, never>
    query: { type?: string; before?: string; limit?: number }
    body: undefined
    answer: undefined
  }
  /** Files that were made for the caller, newest first */
  'GET /api/exports': {
    params: Record<string, never>
    query: { cursor?: string; limit?: number }
    body: undefined
    answer: { items: ({ id: string; resource: string; resourceTitle: string; format: 'csv' | 'xlsx' | 'jsonl'; state: 'queued' | 'running' | 'ready' | 'failed' | 'expired'; actor: string; unit: string | null; purpose: string | null; createdAt: string; finishedAt: string | null; expiresAt: string | null; rows: number | null; bytes: number | null; sha256: string | null; error: string | null; downloads: number })[]; next: string | null }
  }
  /** How far a file is */
  'GET /api/exports/{id}': {
    params: { id: string }
    query: Record<string, never>
    body: undefined
    answer: { id: string; resource: string; resourceTitle: string; format: 'csv' | 'xlsx' | 'jsonl'; state: 'queued' | 'running' | 'ready' | 'failed' | 'expired'; actor: string; unit: string | null; purpose: string | null; createdAt: string; finishedAt: string | null; expiresAt: string | null; rows: number | null; bytes: number | null; sha256: string | null; error: string | null; downloads: number }
  }
  /** The file, until it expires and while its reason holds */
  'GET /api/exports/{id}/file': {
    params: { id: string }
    query: Record<string, never>
    body: undefined
    answer: undefined
  }
  /** What a file holds: hash, fields, grant, and the lineage that /api/lineage/exports/verify checks */
  'GET /api/exports/{id}/manifest': {
    params: { id: string }
    query: Record<string, never>
    body: undefined
    answer: { file: string; format: 'csv' | 'xlsx' | 'jsonl'; bytes: number; sha256: string; resource: { id: string; code: string; title: string; owner: string }; fields: ({ name: string; title: string; effect: 'allow' | 'mask'; mask: 'none' | 'name' | 'identity-number' | 'identity-number-outer' | 'phone' | 'bank-card' | 'address' | 'place' | 'year' | 'pseudonym' | 'hide' })[]; requestedBy: { account: string; name: string; unit: string | null }; purpose: string | null; basis: string | null; grant: string | null; read: number; watermark: { visible: string; order: string }; lineage: { export: string; resource: string; version: number; at: string; columns: { name: string; field: string }[]; rows: number; runs: ({ run: number | null; rows: number })[] } }
  }
  /** Which export a leaked copy came from, by the order of its rows */
  'POST /api/exports/trace': {
    params: Record<string, never>
    query: Record<string, never>
    body: { resource: string; columns: string[]; rows: string[][] }
    answer: { export: ({ id: string; resource: string; resourceTitle: string; format: 'csv' | 'xlsx' | 'jsonl'; state: 'queued' | 'running' | 'ready' | 'failed' | 'expired'; actor: string; unit: string | null; purpose: string | null; createdAt: string; finishedAt: string | null; expiresAt: string | null; rows: number | null; bytes: number | null; sha256: string | null; error: string | null; downloads: number }) | null; requestedBy: ({ account: string; name: string; unit: string | null }) | null; pairs: number; ascending: number; candidates: number }
  }
  /** National hourly station feed: GeoJSON or list of stations, as published */
  'POST /api/feeds/cnemc/{source}': {
    params: { source: string }
    query: { area?: string; stations?: string }
    body: unknown[] | ({ features: unknown[] } & Record<string, unknown>)
    answer: { stations: number; hour: string | null; received: number; stored: number; duplicate: number; rejected: number; empty: number }
  }
  /** CSV imports of a source, newest first */
  'GET /api/feeds/csv/{source}': {
    params: { source: string }
    query: Record<string, never>
    body: undefined
    answer: { imports: ({ source: string; name: string; state: 'running' | 'done' | 'failed'; lines: number; stored: number; duplicate: number; rejected: number; empty: number; error: string | null; startedAt: string; changedAt: string })[] }
  }
  /** Grants to my units and of my units’ resources; of all in my region for who oversees grants */
  'GET /api/grants': {
    params: Record<string, never>
    query: { resource?: string; state?: 'current' | 'ended'; side?: 'received' | 'issued'; cursor?: string; limit?: number }
    body: undefined
    answer: { items: ({ resource: string; grantee: string; fields: string[]; clear: string[]; purpose: 'public-service' | 'governance' | 'emergency' | 'supervision' | 'statistics' | 'return-flow' | 'quality' | 'own-data'; basis: string; region: string | null; channels: ('api' | 'table' | 'file' | 'event')[]; quota: number | null; from: string; until: string; id: string; grantedBy: string; grantedAt: string; caseId: string | null; revokedAt: string | null; revokedReason: string | null; since?: string | null; renews?: string | null; root?: string | null; state: 'coming' | 'current' | 'expired' | 'revoked'; resourceTitle: string; resourceCode: string; owner: string; ownerName: string; granteeName: string; callsToday: number | null; lastUsedAt: string | null; revocable: boolean; renewable: boolean; renewedBy: string | null })[]; next: string | null }
  }
  /** Grant a unit the use of fields of a resource */
  'POST /api/grants': {
    params: Record<string, never>
    query: Record<string, never>
    body: { resource: string; grantee: string; fields: string[]; clear: string[]; purpose: 'public-service' | 'governance' | 'emergency' | 'supervision' | 'statistics' | 'return-flow' | 'quality' | 'own-data'; basis: string; region: string | null; channels: ('api' | 'table' | 'file' | 'event')[]; quota: number | null; from: string; until: string }
    answer: { resource: string; grantee: string; fields: string[]; clear: string[]; purpose: 'public-service' | 'governance' | 'emergency' | 'supervision' | 'statistics' | 'return-flow' | 'quality' | 'own-data'; basis: string; region: string | null; channels: ('api' | 'table' | 'file' | 'event')[]; quota: number | null; from: string; until: string; id: string; grantedBy: string; grantedAt: string; caseId: string | null; revokedAt: string | null; revokedReason: string | null; since?: string | null; renews?: string | null; root?: string | null; state: 'coming' | 'current' | 'expired' | 'revoked'; resourceTitle: string; resourceCode: string; owner: string; ownerName: string; granteeName: string; callsToday: number | null; lastUsedAt: string | null; revocable: boolean; renewable: boolean; renewedBy: string | null }
  }
  /** One grant */
  'GET /api/grants/{id}': {
    params: { id: string }
    query: Record<string, never>
    body: undefined
    answer: { resource: string; grantee: string; fields: string[]; clear: string[]; purpose: 'public-service' | 'governance' | 'emergency' | 'supervision' | 'statistics' | 'return-flow' | 'quality' | 'own-data'; basis: string; region: string | null; channels: ('api' | 'table' | 'file' | 'event')[]; quota: number | null; from: string; until: string; id: string; grantedBy: string; grantedAt: string; caseId: string | null; revokedAt: string | null; revokedReason: string | null; since?: string | null; renews?: string | null; root?: string | null; state: 'coming' | 'current' | 'expired' | 'revoked'; resourceTitle: string; resourceCode: string; owner: string; ownerName: string; granteeName: string; callsToday: number | null; lastUsedAt: string | null; revocable: boolean; renewable: boolean; renewedBy: string | null }
  }
  /** Renew a grant: the same terms until a later instant, from where it ends */
  'POST /api/grants/{id}/renew': {
    params: { id: string }
    query: Record<string, never>
    body: { until: string }
    answer: { resource: string; grantee: string; fields: string[]; clear: string[]; purpose: 'public-service' | 'governance' | 'emergency' | 'supervision' | 'statistics' | 'return-flow' | 'quality' | 'own-data'; basis: string; region: string | null; channels: ('api' | 'table' | 'file' | 'event')[]; quota: number | null; from: string; until: string; id: string; grantedBy: string; grantedAt: string; caseId: string | null; revokedAt: string | null; revokedReason: string | null; since?: string | null; renews?: string | null; root?: string | null; state: 'coming' | 'current' | 'expired' | 'revoked'; resourceTitle: string; resourceCode: string; owner: string; ownerName: string; granteeName: string; callsToday: number | null; lastUsedAt: string | null; revocable: boolean; renewable: boolean; renewedBy: string | null }
  }
  /** End a grant at once, with a reason */
  'POST /api/grants/{id}/revoke': {
    params: { id: string }
    query: Record<string, never>
    body: { reason: string }
    answer: { resource: string; grantee: string; fields: string[]; clear: string[]; purpose: 'public-service' | 'governance' | 'emergency' | 'supervision' | 'statistics' | 'return-flow' | 'quality' | 'own-data'; basis: string; region: string | null; channels: ('api' | 'table' | 'file' | 'event')[]; quota: number | null; from: string; until: string; id: string; grantedBy: string; grantedAt: string; caseId: string | null; revokedAt: string | null; revokedReason: string | null; since?: string | null; renews?: string | null; root?: string | null; state: 'coming' | 'current' | 'expired' | 'revoked'; resourceTitle: string; resourceCode: string; owner: string; ownerName: string; granteeName: string; callsToday: number | null; lastUsedAt: string | null; revocable: boolean; renewable: boolean; renewedBy: string | null }
  }
  /** Declared indicators */
  'GET /api/indicators': {
    params: Record<string, never>
    query: Record<string, never>
    body: undefined
    answer: { items: ({ id: string; title: { zh: string; en: string }; description: { zh: string; en: string }; domain: string; unit: string; precision: number; direction: 1 | -1 | 0; aggregate: 'mean' | 'sum' | 'min' | 'max' | 'count' | 'last' | 'ratio' | 'sumOfLast' | 'meanOfLast' | 'ratioOfLast' | 'timeMean' | 'perDay'; source: { entityType: string; attribute: string; weightAttribute?: string } | { event: string }; finest?: 'district' | 'street' | 'community'; forgetAfter?: number | null; windows: ('minute' | 'hour' | 'day' | 'month')[]; shown: 'minute' | 'hour' | 'day' | 'month'; open?: boolean; formula: { zh: string; en: string }; rules: string[]; owner: string; staleAfter: number; bands: ({ from: number; level: ('blue' | 'yellow' | 'orange' | 'red') | null; label: { zh: string; en: string } })[] })[] }
  }
  /** Why a number is what it is: formula, dated rules, parts, sources, records */
  'GET /api/indicators/{id}/explain': {
    params: { id: string }
    query: { region: string; at?: string }
    body: undefined
    answer: { tile: { indicator: string; title: { zh: string; en: string }; region: string; value: number | null; unit: string; precision: number; direction: number; window: 'minute' | 'hour' | 'day' | 'month'; at: string | null; freshAt: string | null; stale: boolean; change: number | null; level: ('blue' | 'yellow' | 'orange' | 'red') | null; band: { zh: string; en: string } | null; provenance: ('local' | 'elsewhere' | 'simulated') | null; spark: (number | null)[] }; definition: { title: { zh: string; en: string }; description: { zh: string; en: string }; formula: { zh: string; en: string }; aggregate: string; owner: string; unit: string }; rules: ({ id: string; title: { zh: string; en: string }; value: unknown; unit: string; basis: string; official: boolean; from: string; to: string | null; region: string })[]; partial: ({ count: number; sum: number; min: number | null; max: number | null; last: number | null }) | null; parts: ({ region: string; name: string; value: number | null; count: number })[]; sources: ({ id: string; title: string; provenance: 'local' | 'elsewhere' | 'simulated'; lastSeen: string | null })[]; records: ({ entity: string; name: string; attribute: string; value: number; at: string; region: string; source: string; provenance: 'local' | 'elsewhere' | 'simulated' })[] }
  }
  /** One indicator over the children of a region */
  'GET /api/indicators/{id}/map': {
    params: { id: string }
    query: { region: string; at?: string }
    body: undefined
    answer: { indicator: string; region: string; window: 'minute' | 'hour' | 'day' | 'month'; values: ({ region: string; name: string; value: number | null; level: ('blue' | 'yellow' | 'orange' | 'red') | null; freshAt: string | null; stale: boolean })[] }
  }
  /** One indicator of a region over time, at most 2000 points */
  'GET /api/indicators/{id}/series': {
    params: { id: string }
    query: { region: string; window?: 'minute' | 'hour' | 'day' | 'month'; from?: string; to?: string }
    body: undefined
    answer: { indicator: string; region: string; window: 'minute' | 'hour' | 'day' | 'month'; points: ({ at: string; value: number | null; count: number })[] }
  }
  /** The rows a number was made of, how each came, and the number computed again from them */
  'GET /api/indicators/{id}/trace': {
    params: { id: string }
    query: { region: string; at?: string; after?: number; limit?: number }
    body: undefined
    answer: { indicator: string; title: { zh: string; en: string }; region: string; regionName: string; unit: string; precision: number; formula: { zh: string; en: string }; aggregate: 'mean' | 'sum' | 'min' | 'max' | 'count' | 'last' | 'ratio' | 'sumOfLast' | 'meanOfLast' | 'ratioOfLast' | 'timeMean' | 'perDay'; window: 'minute' | 'hour' | 'day' | 'month'; from: string | null; to: string | null; at: string; value: number | null; recomputed: number | null; agrees: boolean | null; total: number; complete: boolean; cells: ({ window: 'minute' | 'hour' | 'day' | 'month'; from: string | null; to: string; count: number; sum: number; weight: number })[]; items: ({ kind: 'reading' | 'event'; node: string; subject: string | null; name: string; attribute: string; side: 'value' | 'weight'; at: string; value: number; weight: number | null; minutes: number | null; region: string; source: string | null; provenance: 'local' | 'elsewhere' | 'simulated'; derived: boolean; inputs: ({ node: string; attribute: string; at: string; value: number; source: string; arrival: ({ batch: number; lastBatch: number; messages: number; protocol: 'http' | 'mqtt' | 'cloudevents' | 'ngsi-ld' | 'file' | 'pull' | 'replay' | 'internal'; message: string | null; receivedAt: string; items: number; rejected: number; exact: boolean }) | null })[]; arrival: ({ batch: number; lastBatch: number; messages: number; protocol: 'http' | 'mqtt' | 'cloudevents' | 'ngsi-ld' | 'file' | 'pull' | 'replay' | 'internal'; message: string | null; receivedAt: string; items: number; rejected: number; exact: boolean }) | null })[]; next: number | null; graph: { root: string; nodes: ({ kind: 'source' | 'connector' | 'run' | 'resource' | 'field' | 'row' | 'indicator' | 'rule' | 'grant' | 'unit' | 'export' | 'replication' | 'subscription' | 'package' | 'object' | 'reading' | 'batch' | 'deadLetter' | 'case'; id: string; title: string; distance: number; more: boolean })[]; edges: { from: string; to: string; by: string }[]; truncated: boolean; missing: string[] } }
  }
  /** Every indicator of a region, now or as of a past minute; without a sign-in those that are open to everybody */
  'GET /api/indicators/board': {
    params: Record<string, never>
    query: { region: string; at?: string }
    body: undefined
    answer: { region: string; name: string; at: string; tiles: ({ indicator: string; title: { zh: string; en: string }; region: string; value: number | null; unit: string; precision: number; direction: number; window: 'minute' | 'hour' | 'day' | 'month'; at: string | null; freshAt: string | null; stale: boolean; change: number | null; level: ('blue' | 'yellow' | 'orange' | 'red') | null; band: { zh: string; en: string } | null; provenance: ('local' | 'elsewhere' | 'simulated') | null; spark: (number | null)[] })[] }
  }
  /** Store observations; answers after commit with one result per item (207 when some were rejected) */
  'POST /api/ingest/{source}': {
    params: { source: string }
    query: Record<string, never>
    body: unknown[] | { items: unknown[] }
    answer: { received: number; stored: number; duplicate: number; rejected: number; results: ({ index: number; status: 'stored' | 'duplicate' | 'rejected'; code?: string; message?: string })[] }
  }
  /** Who asks for the sign-in, and in demo mode the accounts to choose from */
  'GET /api/interaction/{uid}': {
    params: { uid: string }
    query: Record<string, never>
    body: undefined
    answer: { client: { id: string; name: string }; demo?: ({ login: string; name: string; role: 'citizen' | 'gridWorker' | 'communityOps' | 'streetDispatcher' | 'districtCenter' | 'deptHandler' | 'cityCenter' | 'supervisor' | 'auditor' | 'dataEngineer' | 'leader' | 'admin' | 'device' | 'client'; unit: string | null; password: string; totp?: string })[] }
  }
  /** First step: login and password */
  'POST /api/interaction/{uid}/login': {
    params: { uid: string }
    query: Record<string, never>
    body: { login: string; password: string }
    answer: { next: 'done'; redirectTo: string; recoveryCodes?: string[] } | { next: 'second-factor' } | { next: 'enrol'; secret: string; otpauth: string }
  }
  /** A citizen makes an account (level L1) and is signed in */
  'POST /api/interaction/{uid}/register': {
    params: { uid: string }
    query: Record<string, never>
    body: { login: string; password: string; name: string; phone: string }
    answer: { next: 'done'; redirectTo: string; recoveryCodes?: string[] }
  }
  /** Second step: a six-digit code, or a recovery code; also confirms a factor that was just enrolled */
  'POST /api/interaction/{uid}/second-factor': {
    params: { uid: string }
    query: Record<string, never>
    body: { code: string }
    answer: { next: 'done'; redirectTo: string; recoveryCodes?: string[] }
  }
  /** Background jobs: waiting, running, retrying, dead */
  'GET /api/jobs': {
    params: Record<string, never>
    query: { limit?: number }
    body: undefined
    answer: undefined
  }
  /** Ledger of supply and demand (供需对接清单): needs with all their dates, and how many stand at each step */
  'GET /api/ledger': {
    params: Record<string, never>
    query: { state?: string; owner?: string; asker?: string; resource?: string; kind?: string; late?: 'true' | 'false'; open?: 'true' | 'false'; q?: string; from?: string; to?: string; cursor?: string; limit?: number }
    body: undefined
    answer: { items: ({ id: string; caseNo: string; title: string; matter: string; state: string; stateTitle: { zh: string; en: string }; open: boolean; kind: string; kindTitle: { zh: string; en: string }; asker: { id: string; name: string } | null; owner: { id: string; name: string } | null; resource: { id: string; code: string; title: string } | null; fields: number; purpose: 'public-service' | 'governance' | 'emergency' | 'supervision' | 'statistics' | 'return-flow' | 'quality' | 'own-data'; basis: string; frequency: 'realtime' | 'daily' | 'weekly' | 'monthly' | 'quarterly' | 'half-yearly' | 'yearly' | 'irregular'; wantedBy: string | null; promise: string | null; dates: { stated: string; reviewed: string | null; confirmed: string | null; catalogued: string | null; connected: string | null; authorised: string | null; used: string | null; rated: string | null; closed: string | null }; dueAt: string | null; late: ({ unit: { id: string; name: string } | null; clock: { zh: string; en: string }; dueAt: string | null }) | null; missed: { zh: string; en: string }[]; grant: string | null; satisfaction: number | null; met: ('yes' | 'partly' | 'no') | null; provenance: 'local' | 'elsewhere' | 'simulated' })[]; next: string | null; total: number; steps: { step: string; title: { zh: string; en: string }; open: boolean; count: number; late: number }[] }
  }
  /** State a need for data in the name of one’s unit */
  'POST /api/ledger': {
    params: Record<string, never>
    query: Record<string, never>
    body: { matter: string; fields: ({ name: string; field?: string | null })[]; purpose: 'public-service' | 'governance' | 'emergency' | 'supervision' | 'statistics' | 'return-flow' | 'quality' | 'own-data'; basis: string; frequency: 'realtime' | 'daily' | 'weekly' | 'monthly' | 'quarterly' | 'half-yearly' | 'yearly' | 'irregular'; wantedBy?: string | null; region?: string | null; channels?: ('api' | 'table' | 'file' | 'event')[]; owner?: string | null; title: string; description?: string; resource?: string | null; unit?: string; clientKey?: string; provenance?: 'local' | 'elsewhere' | 'simulated' }
    answer: { row: { id: string; caseNo: string; title: string; matter: string; state: string; stateTitle: { zh: string; en: string }; open: boolean; kind: string; kindTitle: { zh: string; en: string }; asker: { id: string; name: string } | null; owner: { id: string; name: string } | null; resource: { id: string; code: string; title: string } | null; fields: number; purpose: 'public-service' | 'governance' | 'emergency' | 'supervision' | 'statistics' | 'return-flow' | 'quality' | 'own-data'; basis: string; frequency: 'realtime' | 'daily' | 'weekly' | 'monthly' | 'quarterly' | 'half-yearly' | 'yearly' | 'irregular'; wantedBy: string | null; promise: string | null; dates: { stated: string; reviewed: string | null; confirmed: string | null; catalogued: string | null; connected: string | null; authorised: string | null; used: string | null; rated: string | null; closed: string | null }; dueAt: string | null; late: ({ unit: { id: string; name: string } | null; clock: { zh: string; en: string }; dueAt: string | null }) | null; missed: { zh: string; en: string }[]; grant: string | null; satisfaction: number | null; met: ('yes' | 'partly' | 'no') | null; provenance: 'local' | 'elsewhere' | 'simulated' }; need: { matter: string; fields: ({ name: string; field: string | null })[]; purpose: 'public-service' | 'governance' | 'emergency' | 'supervision' | 'statistics' | 'return-flow' | 'quality' | 'own-data'; basis: string; frequency: 'realtime' | 'daily' | 'weekly' | 'monthly' | 'quarterly' | 'half-yearly' | 'yearly' | 'irregular'; wantedBy: string | null; region: string | null; channels: ('api' | 'table' | 'file' | 'event')[]; owner: string | null }; grant: ({ resource: string; grantee: string; fields: string[]; clear: string[]; purpose: 'public-service' | 'governance' | 'emergency' | 'supervision' | 'statistics' | 'return-flow' | 'quality' | 'own-data'; basis: string; region: string | null; channels: ('api' | 'table' | 'file' | 'event')[]; quota: number | null; from: string; until: string; id: string; grantedBy: string; grantedAt: string; caseId: string | null; revokedAt: string | null; revokedReason: string | null; since?: string | null; renews?: string | null; root?: string | null }) | null; case: { summary: { id: string; caseNo: string; type: string; typeTitle: { zh: string; en: string }; title: string; category: string; categoryTitle: { zh: string; en: string }; state: string; stateTitle: { zh: string; en: string }; open: boolean; urgency: 'normal' | 'urgent' | 'critical'; region: string; regionName: string; address: string; place: ({ lon: number; lat: number; crs: 'EPSG:4490' | 'EPSG:4326'; address: string }) | null; unit: string | null; unitName: string | null; source: string; provenance: 'local' | 'elsewhere' | 'simulated'; reportedAt: string; updatedAt: string; closedAt: string | null; clock: ({ id: string; title: { zh: string; en: string }; state: 'running' | 'paused' | 'met' | 'breached' | 'stopped'; startedAt: string; dueAt: string | null; stoppedAt: string | null; limit: { amount: number; unit: 'minute' | 'workingHour' | 'workingDay' | 'naturalDay' }; used: number; basis: string; official: boolean; unknown?: boolean }) | null; overdue: boolean; supervised: boolean; cover: string | null }; description: string; data: Record<string, unknown>; seq: number; clocks: ({ id: string; title: { zh: string; en: string }; state: 'running' | 'paused' | 'met' | 'breached' | 'stopped'; startedAt: string; dueAt: string | null; stoppedAt: string | null; limit: { amount: number; unit: 'minute' | 'workingHour' | 'workingDay' | 'naturalDay' }; used: number; basis: string; official: boolean; unknown?: boolean })[]; actions: ({ seq: number; action: string; title: { zh: string; en: string }; actor: string; actorUnit: string | null; at: string; from: { zh: string; en: string } | null; to: { zh: string; en: string }; note: string; data: Record<string, unknown>; attachments: ({ id: string; url: string; thumb: string; stage: 'before' | 'after' | 'other'; at: string; width: number; height: number })[] })[]; available: ({ id: string; title: { zh: string; en: string }; tone: 'primary' | 'quiet' | 'danger'; form: ({ name: string; label: { zh: string; en: string }; help?: { zh: string; en: string }; kind: 'text' | 'longText' | 'number' | 'boolean' | 'choice' | 'date' | 'datetime' | 'photos' | 'place' | 'unit' | 'units' | 'category'; required: boolean; max?: number; min?: number; options?: { value: string; label: { zh: string; en: string } }[]; stage?: 'before' | 'after' | 'other' })[]; blocked: { zh: string; en: string } | null })[]; attachments: ({ id: string; url: string; thumb: string; stage: 'before' | 'after' | 'other'; at: string; width: number; height: number })[]; alertId: string | null; coUnits: ({ id: string; name: string; as: 'helper' | 'called'; arrived: boolean })[]; routing: { rule: string; reason: { zh: string; en: string } } | null; reporter?: { name: string; phone: string; masked: boolean } | null; appraisal?: ({ by: 'reporter' | 'visit'; responded: boolean; resolved: 'yes' | 'partly' | 'no'; satisfaction: number; comment: string; at: string }) | null; counters?: Record<string, number>; plannedFor?: string | null; closing?: { zh: string; en: string } | null } }
  }
  /** One need with its case, its grant and what the caller may do now */
  'GET /api/ledger/{case}': {
    params: { case: string }
    query: Record<string, never>
    body: undefined
    answer: { row: { id: string; caseNo: string; title: string; matter: string; state: string; stateTitle: { zh: string; en: string }; open: boolean; kind: string; kindTitle: { zh: string; en: string }; asker: { id: string; name: string } | null; owner: { id: string; name: string } | null; resource: { id: string; code: string; title: string } | null; fields: number; purpose: 'public-service' | 'governance' | 'emergency' | 'supervision' | 'statistics' | 'return-flow' | 'quality' | 'own-data'; basis: string; frequency: 'realtime' | 'daily' | 'weekly' | 'monthly' | 'quarterly' | 'half-yearly' | 'yearly' | 'irregular'; wantedBy: string | null; promise: string | null; dates: { stated: string; reviewed: string | null; confirmed: string | null; catalogued: string | null; connected: string | null; authorised: string | null; used: string | null; rated: string | null; closed: string | null }; dueAt: string | null; late: ({ unit: { id: string; name: string } | null; clock: { zh: string; en: string }; dueAt: string | null }) | null; missed: { zh: string; en: string }[]; grant: string | null; satisfaction: number | null; met: ('yes' | 'partly' | 'no') | null; provenance: 'local' | 'elsewhere' | 'simulated' }; need: { matter: string; fields: ({ name: string; field: string | null })[]; purpose: 'public-service' | 'governance' | 'emergency' | 'supervision' | 'statistics' | 'return-flow' | 'quality' | 'own-data'; basis: string; frequency: 'realtime' | 'daily' | 'weekly' | 'monthly' | 'quarterly' | 'half-yearly' | 'yearly' | 'irregular'; wantedBy: string | null; region: string | null; channels: ('api' | 'table' | 'file' | 'event')[]; owner: string | null }; grant: ({ resource: string; grantee: string; fields: string[]; clear: string[]; purpose: 'public-service' | 'governance' | 'emergency' | 'supervision' | 'statistics' | 'return-flow' | 'quality' | 'own-data'; basis: string; region: string | null; channels: ('api' | 'table' | 'file' | 'event')[]; quota: number | null; from: string; until: string; id: string; grantedBy: string; grantedAt: string; caseId: string | null; revokedAt: string | null; revokedReason: string | null; since?: string | null; renews?: string | null; root?: string | null }) | null; case: { summary: { id: string; caseNo: string; type: string; typeTitle: { zh: string; en: string }; title: string; category: string; categoryTitle: { zh: string; en: string }; state: string; stateTitle: { zh: string; en: string }; open: boolean; urgency: 'normal' | 'urgent' | 'critical'; region: string; regionName: string; address: string; place: ({ lon: number; lat: number; crs: 'EPSG:4490' | 'EPSG:4326'; address: string }) | null; unit: string | null; unitName: string | null; source: string; provenance: 'local' | 'elsewhere' | 'simulated'; reportedAt: string; updatedAt: string; closedAt: string | null; clock: ({ id: string; title: { zh: string; en: string }; state: 'running' | 'paused' | 'met' | 'breached' | 'stopped'; startedAt: string; dueAt: string | null; stoppedAt: string | null; limit: { amount: number; unit: 'minute' | 'workingHour' | 'workingDay' | 'naturalDay' }; used: number; basis: string; official: boolean; unknown?: boolean }) | null; overdue: boolean; supervised: boolean; cover: string | null }; description: string; data: Record<string, unknown>; seq: number; clocks: ({ id: string; title: { zh: string; en: string }; state: 'running' | 'paused' | 'met' | 'breached' | 'stopped'; startedAt: string; dueAt: string | null; stoppedAt: string | null; limit: { amount: number; unit: 'minute' | 'workingHour' | 'workingDay' | 'naturalDay' }; used: number; basis: string; official: boolean; unknown?: boolean })[]; actions: ({ seq: number; action: string; title: { zh: string; en: string }; actor: string; actorUnit: string | null; at: string; from: { zh: string; en: string } | null; to: { zh: string; en: string }; note: string; data: Record<string, unknown>; attachments: ({ id: string; url: string; thumb: string; stage: 'before' | 'after' | 'other'; at: string; width: number; height: number })[] })[]; available: ({ id: string; title: { zh: string; en: string }; tone: 'primary' | 'quiet' | 'danger'; form: ({ name: string; label: { zh: string; en: string }; help?: { zh: string; en: string }; kind: 'text' | 'longText' | 'number' | 'boolean' | 'choice' | 'date' | 'datetime' | 'photos' | 'place' | 'unit' | 'units' | 'category'; required: boolean; max?: number; min?: number; options?: { value: string; label: { zh: string; en: string } }[]; stage?: 'before' | 'after' | 'other' })[]; blocked: { zh: string; en: string } | null })[]; attachments: ({ id: string; url: string; thumb: string; stage: 'before' | 'after' | 'other'; at: string; width: number; height: number })[]; alertId: string | null; coUnits: ({ id: string; name: string; as: 'helper' | 'called'; arrived: boolean })[]; routing: { rule: string; reason: { zh: string; en: string } } | null; reporter?: { name: string; phone: string; masked: boolean } | null; appraisal?: ({ by: 'reporter' | 'visit'; responded: boolean; resolved: 'yes' | 'partly' | 'no'; satisfaction: number; comment: string; at: string }) | null; counters?: Record<string, number>; plannedFor?: string | null; closing?: { zh: string; en: string } | null } }
  }
  /** Say that data of a resource is wrong (异议核错) */
  'POST /api/ledger/corrections': {
    params: Record<string, never>
    query: Record<string, never>
    body: { resource: string; field?: string | null; row?: string; wrong: string; right?: string; basis: string; unit?: string; clientKey?: string; provenance?: 'local' | 'elsewhere' | 'simulated' }
    answer: { summary: { id: string; caseNo: string; type: string; typeTitle: { zh: string; en: string }; title: string; category: string; categoryTitle: { zh: string; en: string }; state: string; stateTitle: { zh: string; en: string }; open: boolean; urgency: 'normal' | 'urgent' | 'critical'; region: string; regionName: string; address: string; place: ({ lon: number; lat: number; crs: 'EPSG:4490' | 'EPSG:4326'; address: string }) | null; unit: string | null; unitName: string | null; source: string; provenance: 'local' | 'elsewhere' | 'simulated'; reportedAt: string; updatedAt: string; closedAt: string | null; clock: ({ id: string; title: { zh: string; en: string }; state: 'running' | 'paused' | 'met' | 'breached' | 'stopped'; startedAt: string; dueAt: string | null; stoppedAt: string | null; limit: { amount: number; unit: 'minute' | 'workingHour' | 'workingDay' | 'naturalDay' }; used: number; basis: string; official: boolean; unknown?: boolean }) | null; overdue: boolean; supervised: boolean; cover: string | null }; description: string; data: Record<string, unknown>; seq: number; clocks: ({ id: string; title: { zh: string; en: string }; state: 'running' | 'paused' | 'met' | 'breached' | 'stopped'; startedAt: string; dueAt: string | null; stoppedAt: string | null; limit: { amount: number; unit: 'minute' | 'workingHour' | 'workingDay' | 'naturalDay' }; used: number; basis: string; official: boolean; unknown?: boolean })[]; actions: ({ seq: number; action: string; title: { zh: string; en: string }; actor: string; actorUnit: string | null; at: string; from: { zh: string; en: string } | null; to: { zh: string; en: string }; note: string; data: Record<string, unknown>; attachments: ({ id: string; url: string; thumb: string; stage: 'before' | 'after' | 'other'; at: string; width: number; height: number })[] })[]; available: ({ id: string; title: { zh: string; en: string }; tone: 'primary' | 'quiet' | 'danger'; form: ({ name: string; label: { zh: string; en: string }; help?: { zh: string; en: string }; kind: 'text' | 'longText' | 'number' | 'boolean' | 'choice' | 'date' | 'datetime' | 'photos' | 'place' | 'unit' | 'units' | 'category'; required: boolean; max?: number; min?: number; options?: { value: string; label: { zh: string; en: string } }[]; stage?: 'before' | 'after' | 'other' })[]; blocked: { zh: string; en: string } | null })[]; attachments: ({ id: string; url: string; thumb: string; stage: 'before' | 'after' | 'other'; at: string; width: number; height: number })[]; alertId: string | null; coUnits: ({ id: string; name: string; as: 'helper' | 'called'; arrived: boolean })[]; routing: { rule: string; reason: { zh: string; en: string } } | null; reporter?: { name: string; phone: string; masked: boolean } | null; appraisal?: ({ by: 'reporter' | 'visit'; responded: boolean; resolved: 'yes' | 'partly' | 'no'; satisfaction: number; comment: string; at: string }) | null; counters?: Record<string, number>; plannedFor?: string | null; closing?: { zh: string; en: string } | null }
  }
  /** The ledger as CSV */
  'GET /api/ledger/export': {
    params: Record<string, never>
    query: { state?: string; owner?: string; asker?: string; resource?: string; kind?: string; late?: 'true' | 'false'; open?: 'true' | 'false'; q?: string; from?: string; to?: string }
    body: undefined
    answer: undefined
  }
  /** Per unit: what it asked for, and what was asked of it */
  'GET /api/ledger/summary': {
    params: Record<string, never>
    query: { from?: string; to?: string }
    body: undefined
    answer: ({ unit: string; name: string; asked: { stated: number; open: number; rated: number; met: number | null; satisfaction: number | null }; owned: { received: number; open: number; late: number; answered: number; refused: number; onTime: number | null; catalogued: number; connected: number; connectionRate: number | null } })[]
  }
  /** What a node comes from and what uses it, breadth first */
  'GET /api/lineage/{kind}/{id}': {
    params: { kind: 'source' | 'connector' | 'run' | 'resource' | 'field' | 'row' | 'indicator' | 'rule' | 'grant' | 'unit' | 'export' | 'replication' | 'subscription' | 'package' | 'object' | 'reading' | 'batch' | 'deadLetter' | 'case'; id: string }
    query: { direction?: 'up' | 'down' | 'both'; depth?: number; limit?: number }
    body: undefined
    answer: { root: string; nodes: ({ kind: 'source' | 'connector' | 'run' | 'resource' | 'field' | 'row' | 'indicator' | 'rule' | 'grant' | 'unit' | 'export' | 'replication' | 'subscription' | 'package' | 'object' | 'reading' | 'batch' | 'deadLetter' | 'case'; id: string; title: string; distance: number; more: boolean })[]; edges: { from: string; to: string; by: string }[]; truncated: boolean; missing: string[] }
  }
  /** Prove an export against its lineage: columns, version, runs, rows */
  'POST /api/lineage/exports/verify': {
    params: Record<string, never>
    query: Record<string, never>
    body: { export: string; resource: string; version: number; at: string; columns: { name: string; field: string }[]; rows: number; runs: ({ run: number | null; rows: number })[] }
    answer: { ok: boolean; columns: ({ name: string; field: string; ok: boolean; origins: string[]; fault: ('resource-unknown' | 'version-unknown' | 'field-not-in-version' | 'field-without-origin' | 'column-twice' | 'rows-not-sum-of-runs' | 'run-unknown' | 'run-of-another-resource' | 'run-after-export' | 'more-rows-than-run-wrote' | 'rows-missing-now') | null })[]; runs: ({ run: number | null; rows: number; held: number; connector: string | null; source: string | null; fault: ('resource-unknown' | 'version-unknown' | 'field-not-in-version' | 'field-without-origin' | 'column-twice' | 'rows-not-sum-of-runs' | 'run-unknown' | 'run-of-another-resource' | 'run-after-export' | 'more-rows-than-run-wrote' | 'rows-missing-now') | null })[]; faults: ('resource-unknown' | 'version-unknown' | 'field-not-in-version' | 'field-without-origin' | 'column-twice' | 'rows-not-sum-of-runs' | 'run-unknown' | 'run-of-another-resource' | 'run-after-export' | 'more-rows-than-run-wrote' | 'rows-missing-now')[] }
  }
  /** The way of one held row: line, run, connector, source, and who uses it */
  'GET /api/lineage/rows/{resource}/{key}': {
    params: { resource: string; key: string }
    query: { depth?: number; limit?: number }
    body: undefined
    answer: { resource: string; title: string; version: number; run: number | null; line: number | null; at: string | null; region: string | null; graph: { root: string; nodes: ({ kind: 'source' | 'connector' | 'run' | 'resource' | 'field' | 'row' | 'indicator' | 'rule' | 'grant' | 'unit' | 'export' | 'replication' | 'subscription' | 'package' | 'object' | 'reading' | 'batch' | 'deadLetter' | 'case'; id: string; title: string; distance: number; more: boolean })[]; edges: { from: string; to: string; by: string }[]; truncated: boolean; missing: string[] } }
  }
  /** Changes as server-sent events for the regions a screen shows */
  'GET /api/live': {
    params: Record<string, never>
    query: { regions?: string; topics?: string; indicators?: string }
    body: undefined
    answer: undefined
  }
  /** Who I am and what I may do where */
  'GET /api/me': {
    params: Record<string, never>
    query: Record<string, never>
    body: undefined
    answer: { account: { id: string; login: string; name: string; kind: string }; actor: { id: string; kind: 'person' | 'machine' | 'system'; name: string; grants: ({ role: 'citizen' | 'gridWorker' | 'communityOps' | 'streetDispatcher' | 'districtCenter' | 'deptHandler' | 'cityCenter' | 'supervisor' | 'auditor' | 'dataEngineer' | 'leader' | 'admin' | 'device' | 'client'; unit: string | null; region: string })[]; assurance: number; source?: string }; units: { id: string; name: string }[] }
  }
  /** Change my name */
  'PATCH /api/me': {
    params: Record<string, never>
    query: Record<string, never>
    body: { name?: string }
    answer: undefined
  }
  /** Change my password; signs me out everywhere else */
  'POST /api/me/password': {
    params: Record<string, never>
    query: Record<string, never>
    body: { current: string; next: string }
    answer: undefined
  }
  /** Whom my account stands for */
  'GET /api/my-data': {
    params: Record<string, never>
    query: Record<string, never>
    body: undefined
    answer: { subjects: ({ kind: 'person' | 'enterprise'; masked: string; method: 'simulated' | 'outside'; verifiedAt: string })[]; simulated: boolean }
  }
  /** Who looked at the list of who read me */
  'GET /api/my-data/lookups': {
    params: Record<string, never>
    query: { before?: number; limit?: number }
    body: undefined
    answer: { items: ({ id: number; at: string; name: string; unitName: string | null; purpose: 'public-service' | 'governance' | 'emergency' | 'supervision' | 'statistics' | 'return-flow' | 'quality' | 'own-data'; basis: string })[]; next: number | null }
  }
  /** My objections and where they stand, newest first */
  'GET /api/my-data/objections': {
    params: Record<string, never>
    query: { before?: string; limit?: number }
    body: undefined
    answer: { items: ({ read: number; resource: string; resourceTitle: string; text: string; at: string; state: 'sent' | 'open' | 'answered' | 'closed'; caseId: string | null; caseNo: string | null; reply: string | null; changedAt: string })[]; next: string | null }
  }
  /** Object to a read of my record; the owner of the data has to answer */
  'POST /api/my-data/objections': {
    params: Record<string, never>
    query: Record<string, never>
    body: { read: number; text: string }
    answer: undefined
  }
  /** Units that read my record in the last days, most reads first */
  'GET /api/my-data/readers': {
    params: Record<string, never>
    query: { days?: number }
    body: undefined
    answer: { units: { unit: string; name: string; reads: number; last: string }[]; total: number }
  }
  /** Who read my record: name, unit, resource, purpose, basis, fields, when; newest first */
  'GET /api/my-data/reads': {
    params: Record<string, never>
    query: { unit?: string; resource?: string; from?: string; to?: string; cursor?: string; limit?: number }
    body: undefined
    answer: { items: ({ id: number; at: string; name: string; unit: string | null; unitName: string | null; own: boolean; resource: string; resourceTitle: string; purpose: ('public-service' | 'governance' | 'emergency' | 'supervision' | 'statistics' | 'return-flow' | 'quality' | 'own-data') | null; basis: string | null; way: 'api' | 'event' | 'export' | 'screen' | 'table'; fields: { name: string; title: string; masked: boolean }[]; objection: ('sent' | 'open' | 'answered' | 'closed') | null })[]; next: string | null }
  }
  /** Resources that hold data about me, with how many rows */
  'GET /api/my-data/records': {
    params: Record<string, never>
    query: { after?: number; limit?: number }
    body: undefined
    answer: { items: ({ resource: string; title: string; summary: string; ownerName: string; kind: 'person' | 'enterprise'; rows: number | null; fields: number; updatedAt: string | null })[]; next: number | null }
  }
  /** My own rows of a resource */
  'GET /api/my-data/records/{resource}': {
    params: { resource: string }
    query: { cursor?: string }
    body: undefined
    answer: { resource: string; title: string; ownerName: string; fields: { name: string; title: string; masked: boolean }[]; rows: Record<string, unknown>[]; next: string | null }
  }
  /** Real-name step: bind my account to a person or enterprise, once */
  'POST /api/my-data/verify': {
    params: Record<string, never>
    query: Record<string, never>
    body: { kind: 'person' | 'enterprise'; number: string; name: string }
    answer: { kind: 'person' | 'enterprise'; masked: string; method: 'simulated' | 'outside'; verifiedAt: string }
  }
  /** Applications outside that use our sign-in */
  'GET /api/oidc-clients': {
    params: Record<string, never>
    query: Record<string, never>
    body: undefined
    answer: { items: ({ clientId: string; name: string } & Record<string, unknown>)[] }
  }
  /** Admit an application: it may sign people in, and with roles it may sign in itself (client credentials) */
  'POST /api/oidc-clients': {
    params: Record<string, never>
    query: Record<string, never>
    body: { name: string; redirectUris?: string[]; roles?: ('citizen' | 'gridWorker' | 'communityOps' | 'streetDispatcher' | 'districtCenter' | 'deptHandler' | 'cityCenter' | 'supervisor' | 'auditor' | 'dataEngineer' | 'leader' | 'admin' | 'device' | 'client')[]; unit?: string | null; region: string; source?: string | null }
    answer: { clientId: string; clientSecret: string }
  }
  /** Shut an application out */
  'DELETE /api/oidc-clients/{id}': {
    params: { id: string }
    query: Record<string, never>
    body: undefined
    answer: undefined
  }
  /** Fee of a stay in a zone, by the tariff in force on the day of entry */
  'GET /api/parking/fee': {
    params: Record<string, never>
    query: { zone: '1' | '2' | '3'; from: string; to: string; vehicle?: 'small' | 'large' }
    body: undefined
    answer: { zone: '1' | '2' | '3'; amount: number; minutes: number; free: boolean; parts: ({ kind: 'day' | 'night'; from: string; to: string; units: number; amount: number })[]; official: boolean; basis: string[] }
  }
  /** One car park and its free places over the last day */
  'GET /api/parking/lots/{id}': {
    params: { id: string }
    query: Record<string, never>
    body: undefined
    answer: { lot: { id: string; name: string; region: string; regionName: string; lon: number; lat: number; free: number; total: number | null; at: string; stale: boolean; zone: '1' | '2' | '3'; source: { id: string; title: string }; provenance: unknown }; history: { at: string; free: number }[] }
  }
  /** Nearest car parks with free places, with distance, fee of a stay from now, freshness and provenance */
  'GET /api/parking/nearest': {
    params: Record<string, never>
    query: { lon: number; lat: number; crs?: string; limit?: number; stay?: number; vehicle?: 'small' | 'large' }
    body: undefined
    answer: { items: ({ id: string; name: string; region: string; regionName: string; lon: number; lat: number; free: number; total: number | null; at: string; stale: boolean; zone: '1' | '2' | '3'; source: { id: string; title: string }; provenance: unknown; distance: number; fee: { zone: '1' | '2' | '3'; amount: number; minutes: number; free: boolean; parts: ({ kind: 'day' | 'night'; from: string; to: string; units: number; amount: number })[]; official: boolean; basis: string[] } })[] }
  }
  /** What of a resource the caller may see, and why: the decision that every read, event, export and screen takes */
  'POST /api/policy/explain': {
    params: Record<string, never>
    query: Record<string, never>
    body: { resource: string; reason?: ({ purpose: 'public-service' | 'governance' | 'emergency' | 'supervision' | 'statistics' | 'return-flow' | 'quality' | 'own-data'; basis: string }) | null; way?: 'api' | 'event' | 'export' | 'screen' | 'table'; grant?: string | null }
    answer: { decision: { effect: 'allow' | 'mask' | 'deny' | 'ask'; reasons: ('public-field' | 'owner' | 'granted-clear' | 'granted-masked' | 'shared-unconditionally' | 'own-record' | 'opened-to-public' | 'protected-without-purpose' | 'purpose-not-granted' | 'no-grant' | 'grant-expired' | 'grant-revoked' | 'field-not-granted' | 'channel-not-granted' | 'region-not-granted' | 'sharing-refused' | 'assurance-too-low' | 'resource-not-published' | 'sharing-stopped' | 'volume-raised-grade' | 'small-group')[]; fields: Record<string, { effect: 'allow' | 'mask' | 'deny'; mask: 'none' | 'name' | 'identity-number' | 'identity-number-outer' | 'phone' | 'bank-card' | 'address' | 'place' | 'year' | 'pseudonym' | 'hide'; reason: 'public-field' | 'owner' | 'granted-clear' | 'granted-masked' | 'shared-unconditionally' | 'own-record' | 'opened-to-public' | 'protected-without-purpose' | 'purpose-not-granted' | 'no-grant' | 'grant-expired' | 'grant-revoked' | 'field-not-granted' | 'channel-not-granted' | 'region-not-granted' | 'sharing-refused' | 'assurance-too-low' | 'resource-not-published' | 'sharing-stopped' | 'volume-raised-grade' | 'small-group' }>; regions: string[] | null; subject: string | null; smallest: number; grant: string | null }; purposes: ('public-service' | 'governance' | 'emergency' | 'supervision' | 'statistics' | 'return-flow' | 'quality' | 'own-data')[]; grants: ({ id: string; purpose: 'public-service' | 'governance' | 'emergency' | 'supervision' | 'statistics' | 'return-flow' | 'quality' | 'own-data'; state: 'coming' | 'current' | 'expired' | 'revoked'; until: string })[] }
  }
  /** Turn pseudonyms of a resource back: its owner, with a second factor, purpose and basis; audited one by one */
  'POST /api/policy/pseudonyms/reverse': {
    params: Record<string, never>
    query: Record<string, never>
    body: { resource: string; purpose: 'public-service' | 'governance' | 'emergency' | 'supervision' | 'statistics' | 'return-flow' | 'quality' | 'own-data'; pseudonyms: string[]; reason: { purpose: 'public-service' | 'governance' | 'emergency' | 'supervision' | 'statistics' | 'return-flow' | 'quality' | 'own-data'; basis: string } }
    answer: { values: ({ pseudonym: string; value: string | null })[] }
  }
  /** Quality of resources, worst first; those without a score last */
  'GET /api/quality/resources': {
    params: Record<string, never>
    query: { owner?: string; below?: 'rectify' | 'stop'; text?: string; after?: number; limit?: number; trend?: number }
    body: undefined
    answer: { items: ({ resource: string; code: string; title: string; owner: string; ownerName: string; region: string; score: number | null; dimensions: ({ dimension: 'conformity' | 'completeness' | 'accuracy' | 'consistency' | 'timeliness' | 'accessibility'; score: number | null; weight: number; checked: number; failed: number })[]; rows: number; below: ('rectify' | 'stop') | null; at: string | null; limits: { rectify: number; stop: number; rule: string; basis: string; official: boolean; from: string } | null; rectification: ({ id: string; no: string; state: 'open' | 'closed'; at: string }) | null; trend?: ({ day: string; score: number | null; rows: number })[] })[]; total: number; next: number | null }
  }
  /** Quality of one resource by dimension */
  'GET /api/quality/resources/{id}': {
    params: { id: string }
    query: Record<string, never>
    body: undefined
    answer: { resource: string; code: string; title: string; owner: string; ownerName: string; region: string; score: number | null; dimensions: ({ dimension: 'conformity' | 'completeness' | 'accuracy' | 'consistency' | 'timeliness' | 'accessibility'; score: number | null; weight: number; checked: number; failed: number })[]; rows: number; below: ('rectify' | 'stop') | null; at: string | null; limits: { rectify: number; stop: number; rule: string; basis: string; official: boolean; from: string } | null; rectification: ({ id: string; no: string; state: 'open' | 'closed'; at: string }) | null }
  }
  /** Check a resource now; full looks at every row for changes */
  'POST /api/quality/resources/{id}/check': {
    params: { id: string }
    query: Record<string, never>
    body: { full?: boolean }
    answer: undefined
  }
  /** Rules of a resource with what the last check counted */
  'GET /api/quality/resources/{id}/rules': {
    params: { id: string }
    query: Record<string, never>
    body: undefined
    answer: { items: ({ id: string; resource: string; dimension: 'conformity' | 'completeness' | 'accuracy' | 'consistency' | 'timeliness' | 'accessibility'; title: string; weight: number; severity: 'error' | 'warning'; since: string; check: { kind: 'not-null'; fields: [string]; parameters: Record<string, never> } | { kind: 'pattern'; fields: [string]; parameters: { pattern: string } } | { kind: 'code-list'; fields: [string]; parameters: { codes: string[] } } | ({ kind: 'standard'; fields: [string]; parameters: { standard: 'GB 11643' | 'GB 32100' | 'GB/T 36904' | 'GB/T 2260' | 'phone' | 'plate' } }) | ({ kind: 'length'; fields: [string]; parameters: { min: number | null; max: number | null } }) | ({ kind: 'range'; fields: [string]; parameters: { min: (number | string) | null; max: (number | string) | null } }) | { kind: 'within-region'; fields: [string]; parameters: Record<string, never> } | { kind: 'identity-birthday'; fields: [string, string]; parameters: Record<string, never> } | ({ kind: 'compare'; fields: [string, string]; parameters: { op: '=' | '!=' | '<' | '<=' | '>' | '>=' } }) | { kind: 'expression'; fields: string[]; parameters: { condition: unknown } } | { kind: 'unique'; fields: string[]; parameters: Record<string, never> } | { kind: 'duplicate'; fields: string[]; parameters: Record<string, never> } | { kind: 'reference'; fields: string[]; parameters: { resource: string; fields: string[] } } | { kind: 'equal'; fields: string[]; parameters: { resource: string; fields: string[]; on: { own: string; other: string }[] } } | ({ kind: 'outlier'; fields: [string]; parameters: { method: 'robust-z' | 'iqr'; threshold: number; within: string | null } }) | ({ kind: 'stuck'; fields: [string, string]; parameters: { times: number; within: string | null } }) | ({ kind: 'gap'; fields: [string]; parameters: { seconds: number; within: string | null } }) | { kind: 'freshness'; fields: string[]; parameters: { graceHours: number } } | { kind: 'availability'; fields: string[]; parameters: { days: number } } | { kind: 'coverage'; fields: string[]; parameters: { expected: number } } | { kind: 'sensor-stuck'; fields: string[]; parameters: Record<string, never> } | { kind: 'sensor-gap'; fields: string[]; parameters: Record<string, never> } | { kind: 'sensor-complete'; fields: string[]; parameters: Record<string, never> } | { kind: 'intake'; fields: string[]; parameters: { hours: number } }; origin: 'default' | 'changed' | 'added'; silenced: { reason: string; by: string; at: string } | null; checked: number | null; failed: number | null; at: string | null; problem: string | null })[] }
  }
  /** Add a rule */
  'POST /api/quality/resources/{id}/rules': {
    params: { id: string }
    query: Record<string, never>
    body: { dimension: 'conformity' | 'completeness' | 'accuracy' | 'consistency' | 'timeliness' | 'accessibility'; title: string; weight: number; severity: 'error' | 'warning'; since: string; check: { kind: 'not-null'; fields: [string]; parameters: Record<string, never> } | { kind: 'pattern'; fields: [string]; parameters: { pattern: string } } | { kind: 'code-list'; fields: [string]; parameters: { codes: string[] } } | ({ kind: 'standard'; fields: [string]; parameters: { standard: 'GB 11643' | 'GB 32100' | 'GB/T 36904' | 'GB/T 2260' | 'phone' | 'plate' } }) | ({ kind: 'length'; fields: [string]; parameters: { min: number | null; max: number | null } }) | ({ kind: 'range'; fields: [string]; parameters: { min: (number | string) | null; max: (number | string) | null } }) | { kind: 'within-region'; fields: [string]; parameters: Record<string, never> } | { kind: 'identity-birthday'; fields: [string, string]; parameters: Record<string, never> } | ({ kind: 'compare'; fields: [string, string]; parameters: { op: '=' | '!=' | '<' | '<=' | '>' | '>=' } }) | { kind: 'expression'; fields: string[]; parameters: { condition: unknown } } | { kind: 'unique'; fields: string[]; parameters: Record<string, never> } | { kind: 'duplicate'; fields: string[]; parameters: Record<string, never> } | { kind: 'reference'; fields: string[]; parameters: { resource: string; fields: string[] } } | { kind: 'equal'; fields: string[]; parameters: { resource: string; fields: string[]; on: { own: string; other: string }[] } } | ({ kind: 'outlier'; fields: [string]; parameters: { method: 'robust-z' | 'iqr'; threshold: number; within: string | null } }) | ({ kind: 'stuck'; fields: [string, string]; parameters: { times: number; within: string | null } }) | ({ kind: 'gap'; fields: [string]; parameters: { seconds: number; within: string | null } }) | { kind: 'freshness'; fields: string[]; parameters: { graceHours: number } } | { kind: 'availability'; fields: string[]; parameters: { days: number } } | { kind: 'coverage'; fields: string[]; parameters: { expected: number } } | { kind: 'sensor-stuck'; fields: string[]; parameters: Record<string, never> } | { kind: 'sensor-gap'; fields: string[]; parameters: Record<string, never> } | { kind: 'sensor-complete'; fields: string[]; parameters: Record<string, never> } | { kind: 'intake'; fields: string[]; parameters: { hours: number } } }
    answer: { id: string }
  }
  /** Remove an added rule, or give a default one back its derived form */
  'DELETE /api/quality/resources/{id}/rules/{rule}': {
    params: { id: string; rule: string }
    query: Record<string, never>
    body: undefined
    answer: undefined
  }
  /** Change a rule, also a default one, with the reason */
  'PUT /api/quality/resources/{id}/rules/{rule}': {
    params: { id: string; rule: string }
    query: Record<string, never>
    body: { rule: { dimension: 'conformity' | 'completeness' | 'accuracy' | 'consistency' | 'timeliness' | 'accessibility'; title: string; weight: number; severity: 'error' | 'warning'; since: string; check: { kind: 'not-null'; fields: [string]; parameters: Record<string, never> } | { kind: 'pattern'; fields: [string]; parameters: { pattern: string } } | { kind: 'code-list'; fields: [string]; parameters: { codes: string[] } } | ({ kind: 'standard'; fields: [string]; parameters: { standard: 'GB 11643' | 'GB 32100' | 'GB/T 36904' | 'GB/T 2260' | 'phone' | 'plate' } }) | ({ kind: 'length'; fields: [string]; parameters: { min: number | null; max: number | null } }) | ({ kind: 'range'; fields: [string]; parameters: { min: (number | string) | null; max: (number | string) | null } }) | { kind: 'within-region'; fields: [string]; parameters: Record<string, never> } | { kind: 'identity-birthday'; fields: [string, string]; parameters: Record<string, never> } | ({ kind: 'compare'; fields: [string, string]; parameters: { op: '=' | '!=' | '<' | '<=' | '>' | '>=' } }) | { kind: 'expression'; fields: string[]; parameters: { condition: unknown } } | { kind: 'unique'; fields: string[]; parameters: Record<string, never> } | { kind: 'duplicate'; fields: string[]; parameters: Record<string, never> } | { kind: 'reference'; fields: string[]; parameters: { resource: string; fields: string[] } } | { kind: 'equal'; fields: string[]; parameters: { resource: string; fields: string[]; on: { own: string; other: string }[] } } | ({ kind: 'outlier'; fields: [string]; parameters: { method: 'robust-z' | 'iqr'; threshold: number; within: string | null } }) | ({ kind: 'stuck'; fields: [string, string]; parameters: { times: number; within: string | null } }) | ({ kind: 'gap'; fields: [string]; parameters: { seconds: number; within: string | null } }) | { kind: 'freshness'; fields: string[]; parameters: { graceHours: number } } | { kind: 'availability'; fields: string[]; parameters: { days: number } } | { kind: 'coverage'; fields: string[]; parameters: { expected: number } } | { kind: 'sensor-stuck'; fields: string[]; parameters: Record<string, never> } | { kind: 'sensor-gap'; fields: string[]; parameters: Record<string, never> } | { kind: 'sensor-complete'; fields: string[]; parameters: Record<string, never> } | { kind: 'intake'; fields: string[]; parameters: { hours: number } } }; reason: string }
    answer: undefined
  }
  /** Some rows that fail a rule; protected values show their shape only */
  'GET /api/quality/resources/{id}/rules/{rule}/samples': {
    params: { id: string; rule: string }
    query: Record<string, never>
    body: undefined
    answer: { rule: string; failed: number | null; rows: ({ run: number | null; line: number | null; at: string | null; region: string | null; values: { field: string; title: string; value: unknown; masked: boolean }[] })[] }
  }
  /** Silence a rule with the reason; null lets it speak again */
  'POST /api/quality/resources/{id}/rules/{rule}/silence': {
    params: { id: string; rule: string }
    query: Record<string, never>
    body: { reason: string | null }
    answer: undefined
  }
  /** Quality of one resource by day */
  'GET /api/quality/resources/{id}/trend': {
    params: { id: string }
    query: { days?: number }
    body: undefined
    answer: { points: ({ day: string; score: number | null; rows: number })[] }
  }
  /** Mean quality of the resources of each source unit */
  'GET /api/quality/units': {
    params: Record<string, never>
    query: { after?: number; limit?: number; trend?: number }
    body: undefined
    answer: { items: ({ unit: string; name: string; score: number | null; resources: number; rectify: number; stopped: number; trend?: ({ day: string; score: number | null; rows: number })[] })[]; total: number; next: number | null }
  }
  /** Mean quality of the resources of a source unit by day */
  'GET /api/quality/units/{unit}/trend': {
    params: { unit: string }
    query: { days?: number }
    body: undefined
    answer: { points: ({ day: string; score: number | null; rows: number })[] }
  }
  /** Three rates (三率) and totals by region, unit or category */
  'GET /api/rates': {
    params: Record<string, never>
    query: { region?: string; group?: 'region' | 'unit' | 'category'; from?: string; to?: string; type?: string }
    body: undefined
    answer: ({ key: string; name: string; total: number; closed: number; overdue: number; onTime: number | null; responseRate: number | null; resolutionRate: number | null; satisfactionRate: number | null; composite: number | null })[]
  }
  /** Who read what, when, for which purpose and on what basis, newest first */
  'GET /api/read-log': {
    params: Record<string, never>
    query: { resource?: string; grant?: string; actor?: string; unit?: string; purpose?: 'public-service' | 'governance' | 'emergency' | 'supervision' | 'statistics' | 'return-flow' | 'quality' | 'own-data'; way?: 'api' | 'event' | 'export' | 'screen' | 'table'; from?: string; to?: string; cursor?: string; limit?: number }
    body: undefined
    answer: { items: ({ id: number; at: string; actor: string; actorName: string; unit: string | null; unitName: string | null; resource: string; resourceTitle: string; fields: string[]; masked: string[]; purpose: ('public-service' | 'governance' | 'emergency' | 'supervision' | 'statistics' | 'return-flow' | 'quality' | 'own-data') | null; basis: string | null; way: 'api' | 'event' | 'export' | 'screen' | 'table'; grant: string | null; rows: number })[]; next: string | null }
  }
  /** Who read the record of a person or enterprise; names purpose and basis, is recorded and shown to the subject */
  'POST /api/read-lookups': {
    params: Record<string, never>
    query: Record<string, never>
    body: { kind: 'person' | 'enterprise'; number: string; purpose: 'public-service' | 'governance' | 'emergency' | 'supervision' | 'statistics' | 'return-flow' | 'quality' | 'own-data'; basis: string; from?: string; to?: string; limit?: number; cursor?: string | null }
    answer: { items: ({ id: number; at: string; name: string; unit: string | null; unitName: string | null; own: boolean; resource: string; resourceTitle: string; purpose: ('public-service' | 'governance' | 'emergency' | 'supervision' | 'statistics' | 'return-flow' | 'quality' | 'own-data') | null; basis: string | null; way: 'api' | 'event' | 'export' | 'screen' | 'table'; fields: { name: string; title: string; masked: boolean }[]; objection: ('sent' | 'open' | 'answered' | 'closed') | null })[]; next: string | null }
  }
  /** The regions directly below a region; below the city unless told */
  'GET /api/regions': {
    params: Record<string, never>
    query: { parent?: string }
    body: undefined
    answer: { items: ({ code: string; name: string; level: 'city' | 'district' | 'street' | 'community' | 'grid'; parent: string | null; centre: [number, number] | null; schematic: boolean })[]; next: null; total: number }
  }
  /** A region with its path from the city down */
  'GET /api/regions/{code}': {
    params: { code: string }
    query: Record<string, never>
    body: undefined
    answer: { code: string; name: string; level: 'city' | 'district' | 'street' | 'community' | 'grid'; parent: string | null; centre: [number, number] | null; schematic: boolean; path: { code: string; name: string }[]; fullName: string; children: number }
  }
  /** Outlines of the regions directly below, as GeoJSON in CGCS2000 */
  'GET /api/regions/{code}/outlines': {
    params: { code: string }
    query: Record<string, never>
    body: undefined
    answer: { type: 'FeatureCollection'; features: ({ type: 'Feature'; id: string; properties: { code: string; name: string; schematic: boolean; centre: [number, number] | null }; geometry: { type: 'Polygon'; coordinates: number[][][] } | { type: 'MultiPolygon'; coordinates: number[][][][] } })[] }
  }
  /** The smallest region that holds a point (CGCS2000 longitude and latitude) */
  'GET /api/regions/locate': {
    params: Record<string, never>
    query: { lon: number; lat: number }
    body: undefined
    answer: { code: string; name: string; level: 'city' | 'district' | 'street' | 'community' | 'grid'; parent: string | null; centre: [number, number] | null; schematic: boolean; path: { code: string; name: string }[]; fullName: string; children: number }
  }
  /** Copies of tables for my units and of my units’ resources */
  'GET /api/replicas': {
    params: Record<string, never>
    query: Record<string, never>
    body: undefined
    answer: { items: ({ id: string; resource: string; resourceTitle: string; grant: string; unit: string; target: string; schema: string; table: string; state: 'active' | 'paused' | 'failed' | 'stopped'; copied: boolean; rows: number | null; written: number; deleted: number; createdAt: string; runAt: string | null; error: string | null })[] }
  }
  /** Keep a table of my unit’s database equal to what a grant shows */
  'POST /api/replicas': {
    params: Record<string, never>
    query: Record<string, never>
    body: { grant: string; basis: string; target: { host: string; port?: number; database: string; user: string; password: string; tls?: 'off' | 'require' | 'verify' }; schema?: string; table: string }
    answer: { id: string; resource: string; resourceTitle: string; grant: string; unit: string; target: string; schema: string; table: string; state: 'active' | 'paused' | 'failed' | 'stopped'; copied: boolean; rows: number | null; written: number; deleted: number; createdAt: string; runAt: string | null; error: string | null }
  }
  /** Pause a copy, go on with it, or end it */
  'POST /api/replicas/{id}/state': {
    params: { id: string }
    query: Record<string, never>
    body: { state: 'active' | 'paused' | 'stopped' }
    answer: { id: string; resource: string; resourceTitle: string; grant: string; unit: string; target: string; schema: string; table: string; state: 'active' | 'paused' | 'failed' | 'stopped'; copied: boolean; rows: number | null; written: number; deleted: number; createdAt: string; runAt: string | null; error: string | null }
  }
  /** The same with the parameters of the service beside purpose and basis in the query */
  'GET /api/resources/{id}/call': {
    params: { id: string }
    query: { purpose?: 'public-service' | 'governance' | 'emergency' | 'supervision' | 'statistics' | 'return-flow' | 'quality' | 'own-data'; basis?: string; grant?: string; fields?: string; way?: 'api' | 'screen' }
    body: undefined
    answer: { rows: Record<string, unknown>[]; decision: { effect: 'allow' | 'mask' | 'deny' | 'ask'; reasons: ('public-field' | 'owner' | 'granted-clear' | 'granted-masked' | 'shared-unconditionally' | 'own-record' | 'opened-to-public' | 'protected-without-purpose' | 'purpose-not-granted' | 'no-grant' | 'grant-expired' | 'grant-revoked' | 'field-not-granted' | 'channel-not-granted' | 'region-not-granted' | 'sharing-refused' | 'assurance-too-low' | 'resource-not-published' | 'sharing-stopped' | 'volume-raised-grade' | 'small-group')[]; fields: Record<string, { effect: 'allow' | 'mask' | 'deny'; mask: 'none' | 'name' | 'identity-number' | 'identity-number-outer' | 'phone' | 'bank-card' | 'address' | 'place' | 'year' | 'pseudonym' | 'hide'; reason: 'public-field' | 'owner' | 'granted-clear' | 'granted-masked' | 'shared-unconditionally' | 'own-record' | 'opened-to-public' | 'protected-without-purpose' | 'purpose-not-granted' | 'no-grant' | 'grant-expired' | 'grant-revoked' | 'field-not-granted' | 'channel-not-granted' | 'region-not-granted' | 'sharing-refused' | 'assurance-too-low' | 'resource-not-published' | 'sharing-stopped' | 'volume-raised-grade' | 'small-group' }>; regions: string[] | null; subject: string | null; smallest: number; grant: string | null }; read: number; took: number }
  }
  /** Call a service through the hub: decided, counted, narrowed and masked like any read; recorded */
  'POST /api/resources/{id}/call': {
    params: { id: string }
    query: Record<string, never>
    body: { purpose?: 'public-service' | 'governance' | 'emergency' | 'supervision' | 'statistics' | 'return-flow' | 'quality' | 'own-data'; basis?: string; grant?: string; fields?: string[] | null; parameters?: Record<string, string | number | boolean | null>; way?: 'api' | 'screen' }
    answer: { rows: Record<string, unknown>[]; decision: { effect: 'allow' | 'mask' | 'deny' | 'ask'; reasons: ('public-field' | 'owner' | 'granted-clear' | 'granted-masked' | 'shared-unconditionally' | 'own-record' | 'opened-to-public' | 'protected-without-purpose' | 'purpose-not-granted' | 'no-grant' | 'grant-expired' | 'grant-revoked' | 'field-not-granted' | 'channel-not-granted' | 'region-not-granted' | 'sharing-refused' | 'assurance-too-low' | 'resource-not-published' | 'sharing-stopped' | 'volume-raised-grade' | 'small-group')[]; fields: Record<string, { effect: 'allow' | 'mask' | 'deny'; mask: 'none' | 'name' | 'identity-number' | 'identity-number-outer' | 'phone' | 'bank-card' | 'address' | 'place' | 'year' | 'pseudonym' | 'hide'; reason: 'public-field' | 'owner' | 'granted-clear' | 'granted-masked' | 'shared-unconditionally' | 'own-record' | 'opened-to-public' | 'protected-without-purpose' | 'purpose-not-granted' | 'no-grant' | 'grant-expired' | 'grant-revoked' | 'field-not-granted' | 'channel-not-granted' | 'region-not-granted' | 'sharing-refused' | 'assurance-too-low' | 'resource-not-published' | 'sharing-stopped' | 'volume-raised-grade' | 'small-group' }>; regions: string[] | null; subject: string | null; smallest: number; grant: string | null }; read: number; took: number }
  }
  /** How many rows by up to three fields; small groups are suppressed, and others that would give them away */
  'GET /api/resources/{id}/counts': {
    params: { id: string }
    query: { purpose?: 'public-service' | 'governance' | 'emergency' | 'supervision' | 'statistics' | 'return-flow' | 'quality' | 'own-data'; basis?: string; grant?: string; by: string; way?: 'api' | 'screen' }
    body: undefined
    answer: { by: string[]; cells: ({ values: unknown[]; count: number | null })[]; total: number | null; withheld: boolean; smallest: number; base: number; at: string; read: number }
  }
  /** Have a file made of a resource: CSV, XLSX or JSON lines, watermarked */
  'POST /api/resources/{id}/exports': {
    params: { id: string }
    query: Record<string, never>
    body: { purpose?: 'public-service' | 'governance' | 'emergency' | 'supervision' | 'statistics' | 'return-flow' | 'quality' | 'own-data'; basis?: string; grant?: string; format: 'csv' | 'xlsx' | 'jsonl'; fields?: string[] | null; where?: ({ field: string; op: '=' | '<' | '<=' | '>' | '>=' | 'in'; value: string | number | boolean | ((string | number)[]) })[]; at?: string; from?: string; to?: string }
    answer: { id: string; resource: string; resourceTitle: string; format: 'csv' | 'xlsx' | 'jsonl'; state: 'queued' | 'running' | 'ready' | 'failed' | 'expired'; actor: string; unit: string | null; purpose: string | null; createdAt: string; finishedAt: string | null; expiresAt: string | null; rows: number | null; bytes: number | null; sha256: string | null; error: string | null; downloads: number }
  }
  /** Rows that meet conditions on fields which are shown whole; recorded */
  'POST /api/resources/{id}/query': {
    params: { id: string }
    query: Record<string, never>
    body: { purpose?: 'public-service' | 'governance' | 'emergency' | 'supervision' | 'statistics' | 'return-flow' | 'quality' | 'own-data'; basis?: string; grant?: string; fields?: string[] | null; where?: ({ field: string; op: '=' | '<' | '<=' | '>' | '>=' | 'in'; value: string | number | boolean | ((string | number)[]) })[]; cursor?: string | null; limit?: number; at?: string; from?: string; to?: string; way?: 'api' | 'screen' }
    answer: { rows: Record<string, unknown>[]; next: string | null; decision: { effect: 'allow' | 'mask' | 'deny' | 'ask'; reasons: ('public-field' | 'owner' | 'granted-clear' | 'granted-masked' | 'shared-unconditionally' | 'own-record' | 'opened-to-public' | 'protected-without-purpose' | 'purpose-not-granted' | 'no-grant' | 'grant-expired' | 'grant-revoked' | 'field-not-granted' | 'channel-not-granted' | 'region-not-granted' | 'sharing-refused' | 'assurance-too-low' | 'resource-not-published' | 'sharing-stopped' | 'volume-raised-grade' | 'small-group')[]; fields: Record<string, { effect: 'allow' | 'mask' | 'deny'; mask: 'none' | 'name' | 'identity-number' | 'identity-number-outer' | 'phone' | 'bank-card' | 'address' | 'place' | 'year' | 'pseudonym' | 'hide'; reason: 'public-field' | 'owner' | 'granted-clear' | 'granted-masked' | 'shared-unconditionally' | 'own-record' | 'opened-to-public' | 'protected-without-purpose' | 'purpose-not-granted' | 'no-grant' | 'grant-expired' | 'grant-revoked' | 'field-not-granted' | 'channel-not-granted' | 'region-not-granted' | 'sharing-refused' | 'assurance-too-low' | 'resource-not-published' | 'sharing-stopped' | 'volume-raised-grade' | 'small-group' }>; regions: string[] | null; subject: string | null; smallest: number; grant: string | null }; read: number }
  }
  /** Rows of a resource, as far as the policy shows them; recorded */
  'GET /api/resources/{id}/rows': {
    params: { id: string }
    query: { purpose?: 'public-service' | 'governance' | 'emergency' | 'supervision' | 'statistics' | 'return-flow' | 'quality' | 'own-data'; basis?: string; grant?: string; fields?: string; cursor?: string; limit?: number; at?: string; from?: string; to?: string; way?: 'api' | 'screen' }
    body: undefined
    answer: { rows: Record<string, unknown>[]; next: string | null; decision: { effect: 'allow' | 'mask' | 'deny' | 'ask'; reasons: ('public-field' | 'owner' | 'granted-clear' | 'granted-masked' | 'shared-unconditionally' | 'own-record' | 'opened-to-public' | 'protected-without-purpose' | 'purpose-not-granted' | 'no-grant' | 'grant-expired' | 'grant-revoked' | 'field-not-granted' | 'channel-not-granted' | 'region-not-granted' | 'sharing-refused' | 'assurance-too-low' | 'resource-not-published' | 'sharing-stopped' | 'volume-raised-grade' | 'small-group')[]; fields: Record<string, { effect: 'allow' | 'mask' | 'deny'; mask: 'none' | 'name' | 'identity-number' | 'identity-number-outer' | 'phone' | 'bank-card' | 'address' | 'place' | 'year' | 'pseudonym' | 'hide'; reason: 'public-field' | 'owner' | 'granted-clear' | 'granted-masked' | 'shared-unconditionally' | 'own-record' | 'opened-to-public' | 'protected-without-purpose' | 'purpose-not-granted' | 'no-grant' | 'grant-expired' | 'grant-revoked' | 'field-not-granted' | 'channel-not-granted' | 'region-not-granted' | 'sharing-refused' | 'assurance-too-low' | 'resource-not-published' | 'sharing-stopped' | 'volume-raised-grade' | 'small-group' }>; regions: string[] | null; subject: string | null; smallest: number; grant: string | null }; read: number }
  }
  /** How a service is called, whether it answers; for its owner the settings and how calls went */
  'GET /api/resources/{id}/service': {
    params: { id: string }
    query: Record<string, never>
    body: undefined
    answer: { parameters: ({ name: string; title: string; type: 'text' | 'integer' | 'number' | 'boolean' | 'date' | 'datetime'; required: boolean; in: 'query' | 'path' | 'body'; field: string | null; choices: string[]; fallback: string | null })[]; enabled: boolean; state: 'closed' | 'open' | 'trying'; retryAt: string | null; manage: ({ settings: { url: string; method: 'GET' | 'POST'; headers: Record<string, string>; parameters: ({ name: string; title: string; type: 'text' | 'integer' | 'number' | 'boolean' | 'date' | 'datetime'; required: boolean; in: 'query' | 'path' | 'body'; field: string | null; choices: string[]; fallback: string | null })[]; rows: string; members: Record<string, string>; timeoutSeconds: number; mostKilobytes: number }; secretNames: string[]; version: number; changedAt: string; changedBy: string; days: { day: string; calls: number; failed: number; mean: number; slowest: number }[] }) | null }
  }
  /** Configure how the hub calls a service: its owner; secrets are kept sealed and never answered */
  'PUT /api/resources/{id}/service': {
    params: { id: string }
    query: Record<string, never>
    body: { settings: { url: string; method: 'GET' | 'POST'; headers: Record<string, string>; parameters: ({ name: string; title: string; type: 'text' | 'integer' | 'number' | 'boolean' | 'date' | 'datetime'; required: boolean; in: 'query' | 'path' | 'body'; field: string | null; choices: string[]; fallback: string | null })[]; rows: string; members: Record<string, string>; timeoutSeconds: number; mostKilobytes: number }; secrets?: Record<string, string | null>; enabled: boolean; version: number }
    answer: { parameters: ({ name: string; title: string; type: 'text' | 'integer' | 'number' | 'boolean' | 'date' | 'datetime'; required: boolean; in: 'query' | 'path' | 'body'; field: string | null; choices: string[]; fallback: string | null })[]; enabled: boolean; state: 'closed' | 'open' | 'trying'; retryAt: string | null; manage: ({ settings: { url: string; method: 'GET' | 'POST'; headers: Record<string, string>; parameters: ({ name: string; title: string; type: 'text' | 'integer' | 'number' | 'boolean' | 'date' | 'datetime'; required: boolean; in: 'query' | 'path' | 'body'; field: string | null; choices: string[]; fallback: string | null })[]; rows: string; members: Record<string, string>; timeoutSeconds: number; mostKilobytes: number }; secretNames: string[]; version: number; changedAt: string; changedBy: string; days: { day: string; calls: number; failed: number; mean: number; slowest: number }[] }) | null }
  }
  /** Fields and rows that regions get back, in order of their codes */
  'GET /api/return-flow/figures': {
    params: Record<string, never>
    query: { region?: string; after?: string; limit?: number }
    body: undefined
    answer: { items: ({ region: string; regionName: string; packages: number; fields: number; rows: number; checkedAt: string | null })[]; next: string | null }
  }
  /** Return packages of my unit, and of my region for who oversees grants; oldest first */
  'GET /api/return-flow/packages': {
    params: Record<string, never>
    query: { region?: string; unit?: string; state?: 'proposed' | 'active' | 'ended'; waiting?: 'me'; cursor?: string; limit?: number }
    body: undefined
    answer: { items: ({ id: string; title: string; summary: string; unit: string; unitName: string; region: string; regionName: string; cycle: 'realtime' | 'daily' | 'weekly' | 'monthly' | 'quarterly' | 'half-yearly' | 'yearly' | 'irregular'; basis: string; until: string; state: 'proposed' | 'active' | 'ended'; version: number; rows: number; fields: number; changedAt: string | null; checkedAt: string | null; error: string | null; canRead: boolean; canManage: boolean; parts: ({ part: number; resource: string; title: string; owner: string; ownerName: string; state: 'proposed' | 'confirmed' | 'declined'; decidedAt: string | null; reason: string | null; canDecide: boolean; grant: string | null; clear: string[]; rows: number; fields: ({ name: string; title: string; type: 'text' | 'integer' | 'number' | 'boolean' | 'date' | 'datetime' | 'region' | 'geometry' | 'json' })[] })[] })[]; next: string | null }
  }
  /** Define a package: fields of resources that concern a region, for a unit there; parts of others wait for their owners */
  'POST /api/return-flow/packages': {
    params: Record<string, never>
    query: Record<string, never>
    body: { title: string; summary?: string; unit: string; region: string; cycle?: 'realtime' | 'daily' | 'weekly' | 'monthly' | 'quarterly' | 'half-yearly' | 'yearly' | 'irregular'; basis: string; until: string; parts: { resource: string; fields: string[]; clear?: string[] }[] }
    answer: { id: string; title: string; summary: string; unit: string; unitName: string; region: string; regionName: string; cycle: 'realtime' | 'daily' | 'weekly' | 'monthly' | 'quarterly' | 'half-yearly' | 'yearly' | 'irregular'; basis: string; until: string; state: 'proposed' | 'active' | 'ended'; version: number; rows: number; fields: number; changedAt: string | null; checkedAt: string | null; error: string | null; canRead: boolean; canManage: boolean; parts: ({ part: number; resource: string; title: string; owner: string; ownerName: string; state: 'proposed' | 'confirmed' | 'declined'; decidedAt: string | null; reason: string | null; canDecide: boolean; grant: string | null; clear: string[]; rows: number; fields: ({ name: string; title: string; type: 'text' | 'integer' | 'number' | 'boolean' | 'date' | 'datetime' | 'region' | 'geometry' | 'json' })[] })[] }
  }
  /** One package */
  'GET /api/return-flow/packages/{id}': {
    params: { id: string }
    query: Record<string, never>
    body: undefined
    answer: { id: string; title: string; summary: string; unit: string; unitName: string; region: string; regionName: string; cycle: 'realtime' | 'daily' | 'weekly' | 'monthly' | 'quarterly' | 'half-yearly' | 'yearly' | 'irregular'; basis: string; until: string; state: 'proposed' | 'active' | 'ended'; version: number; rows: number; fields: number; changedAt: string | null; checkedAt: string | null; error: string | null; canRead: boolean; canManage: boolean; parts: ({ part: number; resource: string; title: string; owner: string; ownerName: string; state: 'proposed' | 'confirmed' | 'declined'; decidedAt: string | null; reason: string | null; canDecide: boolean; grant: string | null; clear: string[]; rows: number; fields: ({ name: string; title: string; type: 'text' | 'integer' | 'number' | 'boolean' | 'date' | 'datetime' | 'region' | 'geometry' | 'json' })[] })[] }
  }
  /** End a package: its rows go, its grants are revoked */
  'POST /api/return-flow/packages/{id}/end': {
    params: { id: string }
    query: Record<string, never>
    body: { reason: string }
    answer: undefined
  }
  /** A part of a package as CSV or XLSX; the read is recorded */
  'GET /api/return-flow/packages/{id}/file': {
    params: { id: string }
    query: { part?: number; version?: number; format?: 'csv' | 'xlsx' }
    body: undefined
    answer: undefined
  }
  /** The word of the owner of a resource on a part that was proposed: confirm, with less if need be, or decline */
  'POST /api/return-flow/packages/{id}/parts/{part}/decision': {
    params: { id: string; part: number }
    query: Record<string, never>
    body: { confirm: true; fields?: string[]; clear?: string[] } | { confirm: false; reason: string }
    answer: { id: string; title: string; summary: string; unit: string; unitName: string; region: string; regionName: string; cycle: 'realtime' | 'daily' | 'weekly' | 'monthly' | 'quarterly' | 'half-yearly' | 'yearly' | 'irregular'; basis: string; until: string; state: 'proposed' | 'active' | 'ended'; version: number; rows: number; fields: number; changedAt: string | null; checkedAt: string | null; error: string | null; canRead: boolean; canManage: boolean; parts: ({ part: number; resource: string; title: string; owner: string; ownerName: string; state: 'proposed' | 'confirmed' | 'declined'; decidedAt: string | null; reason: string | null; canDecide: boolean; grant: string | null; clear: string[]; rows: number; fields: ({ name: string; title: string; type: 'text' | 'integer' | 'number' | 'boolean' | 'date' | 'datetime' | 'region' | 'geometry' | 'json' })[] })[] }
  }
  /** Look now whether the package has changed */
  'POST /api/return-flow/packages/{id}/refresh': {
    params: { id: string }
    query: Record<string, never>
    body: undefined
    answer: undefined
  }
  /** Rows of a package for the unit that gets it; the read is recorded */
  'GET /api/return-flow/packages/{id}/rows': {
    params: { id: string }
    query: { part?: number; version?: number; after?: number; limit?: number }
    body: undefined
    answer: { version: number; part: number; rows: Record<string, unknown>[]; next: number | null }
  }
  /** Versions of a package, newest first, with how many rows came and went */
  'GET /api/return-flow/packages/{id}/versions': {
    params: { id: string }
    query: { before?: number; limit?: number }
    body: undefined
    answer: { items: { version: number; at: string; rows: number; added: number; removed: number }[]; next: number | null }
  }
  /** The routing rules in force on a day */
  'GET /api/routing-rules': {
    params: Record<string, never>
    query: { date?: string }
    body: undefined
    answer: { version: number; from: string; rules: ({ id: string; title: { zh: string; en: string }; priority: number; caseType: string; place: string; category: string; sources: string[]; duty: ({ weekdays: number[]; days: 'any' | 'workdays' | 'holidays'; from: string; to: string })[]; to: { unit: string } | ({ kind: string; duty?: string; in: 'city' | 'district' | 'street' | 'community' }); coUnits: ({ unit: string } | ({ kind: string; duty?: string; in: 'city' | 'district' | 'street' | 'community' }))[]; limits: Record<string, { amount: number; unit: 'minute' | 'workingHour' | 'workingDay' | 'naturalDay' }>; basis: string })[]; publishedBy: string; publishedAt: string; note: string }
  }
  /** Publish a set of routing rules from a day on */
  'PUT /api/routing-rules': {
    params: Record<string, never>
    query: Record<string, never>
    body: { from: string; rules: ({ id: string; title: { zh: string; en: string }; priority?: number; caseType: string; place: string; category?: string; sources?: string[]; duty?: ({ weekdays?: number[]; days?: 'any' | 'workdays' | 'holidays'; from?: string; to?: string })[]; to: { unit: string } | ({ kind: string; duty?: string; in: 'city' | 'district' | 'street' | 'community' }); coUnits?: ({ unit: string } | ({ kind: string; duty?: string; in: 'city' | 'district' | 'street' | 'community' }))[]; limits?: Record<string, { amount: number; unit: 'minute' | 'workingHour' | 'workingDay' | 'naturalDay' }>; basis: string })[]; note: string; basedOn: number }
    answer: { version: number; from: string; rules: ({ id: string; title: { zh: string; en: string }; priority: number; caseType: string; place: string; category: string; sources: string[]; duty: ({ weekdays: number[]; days: 'any' | 'workdays' | 'holidays'; from: string; to: string })[]; to: { unit: string } | ({ kind: string; duty?: string; in: 'city' | 'district' | 'street' | 'community' }); coUnits: ({ unit: string } | ({ kind: string; duty?: string; in: 'city' | 'district' | 'street' | 'community' }))[]; limits: Record<string, { amount: number; unit: 'minute' | 'workingHour' | 'workingDay' | 'naturalDay' }>; basis: string })[]; publishedBy: string; publishedAt: string; note: string }
  }
  /** How past cases would have been routed by changed rules */
  'POST /api/routing/simulate': {
    params: Record<string, never>
    query: Record<string, never>
    body: { rules: ({ id: string; title: { zh: string; en: string }; priority?: number; caseType: string; place: string; category?: string; sources?: string[]; duty?: ({ weekdays?: number[]; days?: 'any' | 'workdays' | 'holidays'; from?: string; to?: string })[]; to: { unit: string } | ({ kind: string; duty?: string; in: 'city' | 'district' | 'street' | 'community' }); coUnits?: ({ unit: string } | ({ kind: string; duty?: string; in: 'city' | 'district' | 'street' | 'community' }))[]; limits?: Record<string, { amount: number; unit: 'minute' | 'workingHour' | 'workingDay' | 'naturalDay' }>; basis: string })[]; from: string; to: string; region?: string }
    answer: { cases: number; same: number; different: number; unrouted: number; byRule: { rule: string; cases: number }[]; differences: ({ id: string; caseNo: string; category: string; region: string; was: string | null; wouldBe: string | null; rule: string | null })[] }
  }
  /** Dated rules: every version, or with `at` the ones in force on that day for a region */
  'GET /api/rules': {
    params: Record<string, never>
    query: { id?: string; at?: string; region?: string }
    body: undefined
    answer: { items: ({ id: string; title: { zh: string; en: string }; value: unknown; unit: string; basis: string; official: boolean; from: string; to: string | null; region: string; origin: 'scenario' | 'manual'; changedBy: string | null; changedAt: string })[]; next: null; total: number }
  }
  /** Sets a new version of a configurable rule from a day on; official rules change with their scenario only */
  'PUT /api/rules': {
    params: Record<string, never>
    query: Record<string, never>
    body: { id: string; value: unknown; from: string; to?: string | null; region: string; basis: string }
    answer: { id: string; title: { zh: string; en: string }; value: unknown; unit: string; basis: string; official: boolean; from: string; to: string | null; region: string; origin: 'scenario' | 'manual'; changedBy: string | null; changedAt: string }
  }
  /** Runs, newest first */
  'GET /api/runs': {
    params: Record<string, never>
    query: { connector?: string; resource?: string; state?: 'queued' | 'running' | 'paused' | 'done' | 'failed' | 'cancelled'; before?: number; limit?: number }
    body: undefined
    answer: { items: ({ id: number; connector: string; resource: string; state: 'queued' | 'running' | 'paused' | 'done' | 'failed' | 'cancelled'; trigger: 'hand' | 'schedule' | 'arrival' | 'replay'; wish: ('pause' | 'cancel') | null; input: string | null; read: number; written: number; unchanged: number; rejected: number; removed: number; bytes: number; total: number | null; totalUnit: ('rows' | 'bytes') | null; rate: number; expectedEnd: string | null; attempts: number; error: string | null; startedBy: string; createdAt: string; startedAt: string | null; changedAt: string; endedAt: string | null })[]; next: number | null }
  }
  /** One run with its progress */
  'GET /api/runs/{id}': {
    params: { id: number }
    query: Record<string, never>
    body: undefined
    answer: { id: number; connector: string; resource: string; state: 'queued' | 'running' | 'paused' | 'done' | 'failed' | 'cancelled'; trigger: 'hand' | 'schedule' | 'arrival' | 'replay'; wish: ('pause' | 'cancel') | null; input: string | null; read: number; written: number; unchanged: number; rejected: number; removed: number; bytes: number; total: number | null; totalUnit: ('rows' | 'bytes') | null; rate: number; expectedEnd: string | null; attempts: number; error: string | null; startedBy: string; createdAt: string; startedAt: string | null; changedAt: string; endedAt: string | null }
  }
  /** End a run after its chunk; what is committed stays */
  'POST /api/runs/{id}/cancel': {
    params: { id: number }
    query: Record<string, never>
    body: undefined
    answer: { id: number; connector: string; resource: string; state: 'queued' | 'running' | 'paused' | 'done' | 'failed' | 'cancelled'; trigger: 'hand' | 'schedule' | 'arrival' | 'replay'; wish: ('pause' | 'cancel') | null; input: string | null; read: number; written: number; unchanged: number; rejected: number; removed: number; bytes: number; total: number | null; totalUnit: ('rows' | 'bytes') | null; rate: number; expectedEnd: string | null; attempts: number; error: string | null; startedBy: string; createdAt: string; startedAt: string | null; changedAt: string; endedAt: string | null }
  }
  /** Stop a run after its chunk; it can go on */
  'POST /api/runs/{id}/pause': {
    params: { id: number }
    query: Record<string, never>
    body: undefined
    answer: { id: number; connector: string; resource: string; state: 'queued' | 'running' | 'paused' | 'done' | 'failed' | 'cancelled'; trigger: 'hand' | 'schedule' | 'arrival' | 'replay'; wish: ('pause' | 'cancel') | null; input: string | null; read: number; written: number; unchanged: number; rejected: number; removed: number; bytes: number; total: number | null; totalUnit: ('rows' | 'bytes') | null; rate: number; expectedEnd: string | null; attempts: number; error: string | null; startedBy: string; createdAt: string; startedAt: string | null; changedAt: string; endedAt: string | null }
  }
  /** Go on with a paused or failed run where it stopped, with the mapping as it is now */
  'POST /api/runs/{id}/resume': {
    params: { id: number }
    query: Record<string, never>
    body: undefined
    answer: { id: number; connector: string; resource: string; state: 'queued' | 'running' | 'paused' | 'done' | 'failed' | 'cancelled'; trigger: 'hand' | 'schedule' | 'arrival' | 'replay'; wish: ('pause' | 'cancel') | null; input: string | null; read: number; written: number; unchanged: number; rejected: number; removed: number; bytes: number; total: number | null; totalUnit: ('rows' | 'bytes') | null; rate: number; expectedEnd: string | null; attempts: number; error: string | null; startedBy: string; createdAt: string; startedAt: string | null; changedAt: string; endedAt: string | null }
  }
  /** Sources with rate, last seen, rejected items and faults */
  'GET /api/sources': {
    params: Record<string, never>
    query: Record<string, never>
    body: undefined
    answer: { sources: ({ id: string; title: string; unit: string; region: string; provenance: 'local' | 'elsewhere' | 'simulated'; protocol: 'mqtt' | 'ngsi-ld' | 'cloudevents' | 'open311' | 'file' | 'pull' | 'internal'; types: string[] | null; expectedEvery: number | null; createdAt: string; lastSeen: string | null; flow: 'live' | 'late' | 'silent'; perMinute: number; day: { received: number; stored: number; duplicate: number; rejected: number }; openDeadLetters: number; openFaults: number; minutes: { at: string; received: number; rejected: number }[] })[] }
  }
  /** Register a source */
  'POST /api/sources': {
    params: Record<string, never>
    query: Record<string, never>
    body: { id: string; title: string; unit: string; region: string; provenance: 'local' | 'elsewhere' | 'simulated'; protocol: 'mqtt' | 'ngsi-ld' | 'cloudevents' | 'open311' | 'file' | 'pull' | 'internal'; types?: string[] | null; expectedEvery?: number | null }
    answer: { id: string; title: string; unit: string; region: string; provenance: 'local' | 'elsewhere' | 'simulated'; protocol: 'mqtt' | 'ngsi-ld' | 'cloudevents' | 'open311' | 'file' | 'pull' | 'internal'; types: string[] | null; expectedEvery: number | null; createdAt: string; lastSeen: string | null; flow: 'live' | 'late' | 'silent'; perMinute: number; day: { received: number; stored: number; duplicate: number; rejected: number }; openDeadLetters: number; openFaults: number; minutes: { at: string; received: number; rejected: number }[] }
  }
  /** One source */
  'GET /api/sources/{id}': {
    params: { id: string }
    query: Record<string, never>
    body: undefined
    answer: { id: string; title: string; unit: string; region: string; provenance: 'local' | 'elsewhere' | 'simulated'; protocol: 'mqtt' | 'ngsi-ld' | 'cloudevents' | 'open311' | 'file' | 'pull' | 'internal'; types: string[] | null; expectedEvery: number | null; createdAt: string; lastSeen: string | null; flow: 'live' | 'late' | 'silent'; perMinute: number; day: { received: number; stored: number; duplicate: number; rejected: number }; openDeadLetters: number; openFaults: number; minutes: { at: string; received: number; rejected: number }[] }
  }
  /** Change a source */
  'PUT /api/sources/{id}': {
    params: { id: string }
    query: Record<string, never>
    body: { title: string; unit: string; region: string; provenance: 'local' | 'elsewhere' | 'simulated'; protocol: 'mqtt' | 'ngsi-ld' | 'cloudevents' | 'open311' | 'file' | 'pull' | 'internal'; types?: string[] | null; expectedEvery?: number | null }
    answer: { id: string; title: string; unit: string; region: string; provenance: 'local' | 'elsewhere' | 'simulated'; protocol: 'mqtt' | 'ngsi-ld' | 'cloudevents' | 'open311' | 'file' | 'pull' | 'internal'; types: string[] | null; expectedEvery: number | null; createdAt: string; lastSeen: string | null; flow: 'live' | 'late' | 'silent'; perMinute: number; day: { received: number; stored: number; duplicate: number; rejected: number }; openDeadLetters: number; openFaults: number; minutes: { at: string; received: number; rejected: number }[] }
  }
  /** Stuck sensors and gaps of a source, newest first */
  'GET /api/sources/{id}/faults': {
    params: { id: string }
    query: { open?: 'true' | 'false'; before?: number; limit?: number }
    body: undefined
    answer: { faults: ({ id: number; kind: 'stuck' | 'gap'; entity: string; attribute: string; type: string; region: string; since: string; detectedAt: string; value: number | null; count: number | null; recoveredAt: string | null })[]; next: number | null }
  }
  /** Stop fetching a source */
  'DELETE /api/sources/{id}/pull': {
    params: { id: string }
    query: Record<string, never>
    body: undefined
    answer: undefined
  }
  /** How the hub fetches a source by itself, and how the last time went */
  'GET /api/sources/{id}/pull': {
    params: { id: string }
    query: Record<string, never>
    body: undefined
    answer: undefined
  }
  /** Fetch a source on a schedule */
  'PUT /api/sources/{id}/pull': {
    params: { id: string }
    query: Record<string, never>
    body: { adapter: 'cnemc'; url: string; everyMinutes: number; filter?: { area?: string; codes?: string[] }; enabled?: boolean }
    answer: undefined
  }
  /** Fetch a source now */
  'POST /api/sources/{id}/pull/run': {
    params: { id: string }
    query: Record<string, never>
    body: undefined
    answer: undefined
  }
  /** Items a second by source over the last ten seconds */
  'GET /api/sources/rates': {
    params: Record<string, never>
    query: Record<string, never>
    body: undefined
    answer: { rates: ({ id: string; perSecond: number; rejectedPerSecond: number; lastSeen: string | null; flow: 'live' | 'late' | 'silent' })[] }
  }
  /** Subscriptions with their endpoints, counters and queues */
  'GET /api/subscriptions': {
    params: Record<string, never>
    query: { after?: string; limit?: number }
    body: undefined
    answer: { items: ({ id: string; tenant: string; name: string | null; owner: string; endpoint: string; status: 'active' | 'paused' | 'expired'; expiresAt: string | null; createdAt: string; timesSent: number; timesFailed: number; lastNotification: string | null; lastSuccess: string | null; lastFailure: string | null; failures: number; nextTryAt: string | null; waiting: number; oldestWaitingAt: string | null; dead: number })[]; next: string | null }
  }
  /** Context sources that hold a copy of a subscription, and how far each is */
  'GET /api/subscriptions/{id}/copies': {
    params: { id: string }
    query: { tenant?: string }
    body: undefined
    answer: { items: ({ id: string; registration: string; endpoint: string; state: 'wanted' | 'held' | 'unwanted'; attempts: number; error: string | null; nextTryAt: string | null; notifiedAt: string | null; createdAt: string })[] }
  }
  /** Sends everything again from a delivery or a time on, in the same order */
  'POST /api/subscriptions/{id}/replay': {
    params: { id: string }
    query: Record<string, never>
    body: { tenant?: string; fromCursor?: number; fromTime?: string }
    answer: { queued: number; next: number | null }
  }
  /** What was given up is owed again, and what waits is tried at once */
  'POST /api/subscriptions/{id}/retry': {
    params: { id: string }
    query: Record<string, never>
    body: { tenant?: string }
    answer: { queued: number }
  }
  /** Tokens of machines, without their secrets */
  'GET /api/tokens': {
    params: Record<string, never>
    query: Record<string, never>
    body: undefined
    answer: { items: ({ id: string; name: string; source: string | null; unit: string | null; region: string; roles: ('citizen' | 'gridWorker' | 'communityOps' | 'streetDispatcher' | 'districtCenter' | 'deptHandler' | 'cityCenter' | 'supervisor' | 'auditor' | 'dataEngineer' | 'leader' | 'admin' | 'device' | 'client')[]; createdAt: string; expiresAt: string | null; revokedAt: string | null })[] }
  }
  /** A bearer token for a machine; shown once */
  'POST /api/tokens': {
    params: Record<string, never>
    query: Record<string, never>
    body: { name: string; source?: string | null; unit?: string | null; region: string; roles?: ('citizen' | 'gridWorker' | 'communityOps' | 'streetDispatcher' | 'districtCenter' | 'deptHandler' | 'cityCenter' | 'supervisor' | 'auditor' | 'dataEngineer' | 'leader' | 'admin' | 'device' | 'client')[]; expiresAt?: string | null }
    answer: { id: string; token: string }
  }
  /** Revoke a token */
  'DELETE /api/tokens/{id}': {
    params: { id: string }
    query: Record<string, never>
    body: undefined
    answer: undefined
  }
  /** Units in a region and below it, by kind, duty, parent or part of the name */
  'GET /api/units': {
    params: Record<string, never>
    query: { region?: string; kind?: 'city-bureau' | 'district-government' | 'district-bureau' | 'street' | 'public-enterprise'; duty?: string; parent?: string; q?: string; cursor?: string; limit?: number }
    body: undefined
    answer: { items: ({ id: string; name: string; kind: 'city-bureau' | 'district-government' | 'district-bureau' | 'street' | 'public-enterprise'; duties: string[]; region: string; parent: string | null; generated: boolean })[]; next: string | null; total: number }
  }
  /** A unit */
  'GET /api/units/{id}': {
    params: { id: string }
    query: Record<string, never>
    body: undefined
    answer: { id: string; name: string; kind: 'city-bureau' | 'district-government' | 'district-bureau' | 'street' | 'public-enterprise'; duties: string[]; region: string; parent: string | null; generated: boolean }
  }
  /** Own uploads, newest first */
  'GET /api/uploads': {
    params: Record<string, never>
    query: { limit?: number; offset?: number }
    body: undefined
    answer: { items: ({ id: string; name: string; bytes: number; format: 'csv' | 'xlsx'; charset: string; delimiter: string; sheets: string[]; columns: ({ name: string; sourceType: string | null; type: 'text' | 'integer' | 'number' | 'boolean' | 'date' | 'datetime' | 'region' | 'geometry' | 'json'; standard: string | null; format: string | null; samples: string[] })[]; rows: ((string | null)[])[]; createdBy: string; createdAt: string })[] }
  }
  /** Send a table file (CSV, TSV, text, XLSX) as the body; answers its columns, what they probably are, and its first rows */
  'POST /api/uploads': {
    params: Record<string, never>
    query: { name: string; sheet?: string; charset?: 'utf-8' | 'gb18030'; delimiter?: ',' | ';' | '	' | ('|') }
    body: Raw
    answer: { id: string; name: string; bytes: number; format: 'csv' | 'xlsx'; charset: string; delimiter: string; sheets: string[]; columns: ({ name: string; sourceType: string | null; type: 'text' | 'integer' | 'number' | 'boolean' | 'date' | 'datetime' | 'region' | 'geometry' | 'json'; standard: string | null; format: string | null; samples: string[] })[]; rows: ((string | null)[])[]; createdBy: string; createdAt: string }
  }
  /** Remove an upload; rows that were read from it stay */
  'DELETE /api/uploads/{id}': {
    params: { id: string }
    query: Record<string, never>
    body: undefined
    answer: undefined
  }
  /** An upload with its columns, what they probably are, and its first rows */
  'GET /api/uploads/{id}': {
    params: { id: string }
    query: Record<string, never>
    body: undefined
    answer: { id: string; name: string; bytes: number; format: 'csv' | 'xlsx'; charset: string; delimiter: string; sheets: string[]; columns: ({ name: string; sourceType: string | null; type: 'text' | 'integer' | 'number' | 'boolean' | 'date' | 'datetime' | 'region' | 'geometry' | 'json'; standard: string | null; format: string | null; samples: string[] })[]; rows: ((string | null)[])[]; createdBy: string; createdAt: string }
  }
  /** The provider sends the browser back here */
  'GET /auth/callback': {
    params: Record<string, never>
    query: { code?: string; state?: string; error?: string }
    body: undefined
    answer: undefined
  }
  /** Starts a sign-in and comes back to the local path `to` */
  'GET /auth/login': {
    params: Record<string, never>
    query: { to?: string; with?: 'own' }
    body: undefined
    answer: undefined
  }
  /** Ends the session here and at the provider */
  'POST /auth/logout': {
    params: Record<string, never>
    query: Record<string, never>
    body: Record<string, never>
    answer: { redirectTo: string }
  }
  /** The process answers */
  'GET /healthz': {
    params: Record<string, never>
    query: Record<string, never>
    body: undefined
    answer: undefined
  }
  /** Prometheus metrics */
  'GET /metrics': {
    params: Record<string, never>
    query: Record<string, never>
    body: undefined
    answer: undefined
  }
  /** The hub takes work: started, database reachable */
  'GET /readyz': {
    params: Record<string, never>
    query: Record<string, never>
    body: undefined
    answer: undefined
  }
}
