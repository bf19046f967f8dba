/** Streets that the generated people live in. */
export interface Place {
  /** street, nine digits */
  code: string
  street: string
  district: string
}

interface Listed {
  code: string
  name: string
}

/** Streets of these districts; `children`: regions directly below one. */
export const placesOf = async (
  districts: readonly string[],
  find: (code: string) => Promise<{ name: string; children: Listed[] }>,
) => {
  const found = await Promise.all(
    districts.map(async (district): Promise<Place[]> => {
      const { name, children } = await find(district)
      return children.map(({ code, name: street }) => ({ code, street, district: name }))
    }),
  )
  return found.flat()
}
