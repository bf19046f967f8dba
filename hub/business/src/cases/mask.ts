/** Names and numbers for those who have no need to know them. */

/** 张三丰 → 张**; the number of letters is not told. */
export const maskName = (name: string): string => {
  const [first] = [...name.trim()]
  return first === undefined ? '' : `${first}**`
}

/** 13812345678 → 138****5678; anything short is covered whole. */
export const maskPhone = (phone: string): string => {
  const digits = phone.replace(/\D/g, '')
  if (digits === '') return ''
  return digits.length < 8 ? '****' : `${digits.slice(0, 3)}****${digits.slice(-4)}`
}
