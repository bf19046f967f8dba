import { z } from 'zod'

/** A text in every language of the product. Chinese first, English complete. */
export const Text = z.object({ zh: z.string().min(1), en: z.string().min(1) })
export type Text = z.infer<typeof Text>
