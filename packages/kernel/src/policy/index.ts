export { scopePredicate } from './scope.ts'
