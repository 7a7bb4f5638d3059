// A request without all that a signature needs, and where it may have gone.
import { codes, mistake } from '../../diagnosis/index.ts'
import { nearest } from '../../nearest.ts'
import type { Call } from './call.ts'
import { missingParameters, TelestreamError } from './errors.ts'
import { quoted } from './signature/index.ts'

/** @param missing names of parameters that are not there */
export function withoutCredential(call: Call, missing: readonly string[]): TelestreamError {
  const { errorClass, message, status } = missingParameters(...missing)
  const why = whereTheyWent(call, missing)
  return new TelestreamError(status, errorClass, message, {
    mistakes: [mistake('parameter-missing', { ...hintOf(call), ...why })],
  })
}

function hintOf({ api }: Call) {
  if (api !== 'v2') return {}
  return { hint: `${codes['parameter-missing'].hint.slice(0, -1)}; or, in V2, the token of a cloud as token.` }
}

function whereTheyWent({ exchange, jsonBytes, parameters }: Call, missing: readonly string[]) {
  const what = `${missing.join(', ')} ${missing.length > 1 ? 'are' : 'is'} missing`
  if (exchange.request.headers.has('x-api-key'))
    return { message: `${what}: there is an X-Api-Key instead, which V2 and V3.0 do not know.` }
  if (exchange.request.headers.has('authorization'))
    return { message: `${what}: there is an Authorization header instead, which V2 and V3.0 do not read.` }
  if (jsonBytes !== undefined && missing.some((name) => new TextDecoder().decode(jsonBytes).includes(`"${name}"`)))
    return {
      message: `${what}: they stand in the JSON body.`,
      hint: 'With a JSON body they go into the query, with signature_version=2 and a checksum.',
    }
  const sent = parameters.slice(0, 100).map(({ name }) => name.slice(0, 40))
  const spelt = missing.flatMap((name) => {
    const near = nearest(
      name,
      sent.filter((one) => !known.has(one)),
    )
    return near === undefined ? [] : [`${quoted(near)} may be meant as ${name}`]
  })
  return { message: `${[what, ...spelt].join('; ')}.` }
}

const known = new Set(['access_key', 'signature', 'timestamp', 'factory_id', 'cloud_id', 'checksum'])
