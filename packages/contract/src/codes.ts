/** Chinese codes are first-class: validators and conversions, pure, shared by forms and server. */
export * from './codes/certificate.ts'
export * from './codes/coordinates.ts'
export * from './codes/identity-number.ts'
export * from './codes/phone.ts'
export * from './codes/plate.ts'
export * from './codes/uscc.ts'
