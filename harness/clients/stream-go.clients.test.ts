// The requests of Stream's Go SDK. The module proxy does not hand out the SDK: Go's own libraries make them as it does.
import { describeOnGo } from './describe-on-go.ts'
import { startDoublesForStream } from './stream-doubles.ts'

await describeOnGo({ title: 'the requests of Stream’s Go SDK,', release: '5.3.0' }, 'go-stream', startDoublesForStream)
