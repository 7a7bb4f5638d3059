// Settings of calls and call types.
export { builtInSettings, defaultSettings } from './defaults.ts'
export { mergeSettings } from './merge.ts'
export * from './model.ts'
export { callSettingsRequest, type CallSettingsRequest } from './schema.ts'
