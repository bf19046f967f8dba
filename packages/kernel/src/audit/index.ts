export { createAudit, sealAudit } from './audit.ts'
export type { ChainEntry, ChainGroup, Verification } from './chain.ts'
export { auditRoutes } from './routes.ts'
export { exportAudit, verifyAudit, verifyAuditFile, verifyAuditLines } from './verify.ts'
