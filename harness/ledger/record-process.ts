// Loaded with `--import` by a double in a process of its own: it records for the tests that started it.
import { record, variable } from './record.ts'

const directory = process.env[variable]
if (directory !== undefined) record(directory)
