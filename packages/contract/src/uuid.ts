const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** True for what the database takes as a uuid, whatever its version. */
export const isUuid = (text: string): boolean => UUID.test(text)
