// Why a request was refused before its body was looked at, for the journal; the wire never says it.
import type { Diagnosis } from '../../journal.ts'
import { diagnoseVersion2, isVersion2 } from './version2.ts'
import { diagnoseVersion4, type Refused } from './version4.ts'

export function diagnose(refused: Refused): Diagnosis {
  return isVersion2(refused.request, refused.query) ? diagnoseVersion2(refused) : diagnoseVersion4(refused)
}
