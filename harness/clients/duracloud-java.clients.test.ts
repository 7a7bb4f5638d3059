import { describeOnJava } from './describe-on-java.ts'

// RTMP is in the older of the two alone, and the totals of snapshots in the newer.
await describeOnJava('DuraCloud’s Java clients and tools', '8.1.0')
await describeOnJava('DuraCloud’s Java clients and tools', '6.2.0')
