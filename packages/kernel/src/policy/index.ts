export { afterPrefix, scopePredicate } from './scope.ts'
