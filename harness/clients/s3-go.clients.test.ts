import { describeOnGo } from './describe-on-go.ts'
import { startDoubleForS3 } from './s3-doubles.ts'

await describeOnGo({ title: 'AWS’s SDK for Go,', release: 'v2' }, 'go-s3', startDoubleForS3)
