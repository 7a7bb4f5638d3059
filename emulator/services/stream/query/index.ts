// Filters, sorts and pages, for every resource that is queried.
export { flagField, freeField, idField, listField, numberField, relatedField, textField, timeField } from './field.ts'
export type { Field } from './field.ts'
export { pageRequest, runQuery } from './run-query.ts'
export type { Page, PageRequest, QueryDefinition } from './run-query.ts'
