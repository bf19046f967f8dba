/** One draft per account: several people may share a phone. */
export const draftName = (account: string): string => `citizen-report.${account}`
