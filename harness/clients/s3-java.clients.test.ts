import { describeOnJava } from './describe-on-java.ts'
import { startDoubleForS3 } from './s3-doubles.ts'
import { awsSuite } from './s3-java.ts'

await describeOnJava('AWS’s SDK for Java', awsSuite, ['s3'], startDoubleForS3)
