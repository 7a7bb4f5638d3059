// Stream's Python SDK, unmodified: the newest, and one of the time when a recording had no type.
import { describeOnGetstream } from './describe-on-getstream.ts'

await describeOnGetstream('7.0.0', 'python-getstream-7.0')
await describeOnGetstream('2.7.1', 'python-getstream-2.7')
