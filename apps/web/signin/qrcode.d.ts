/** The one function of the package that is used here; the package carries no types. */
declare module 'qrcode' {
  export const toDataURL: (
    text: string,
    options: { margin: number; width: number; errorCorrectionLevel: 'L' | 'M' | 'Q' | 'H' },
  ) => Promise<string>
}
