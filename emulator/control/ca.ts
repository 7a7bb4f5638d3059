// GET /ca.pem.
import { z } from 'zod'
import { ControlError } from './errors.ts'
import { defineRoute } from './route.ts'

const type = 'application/x-pem-file'

export const ca = [
  defineRoute({
    method: 'GET',
    path: '/ca.pem',
    operationId: 'getCa',
    summary: 'The certificate authority that clients have to trust',
    description: 'There is one where the double serves https: `--tls`. With `--data` it stays the same.',
    scope: 'emulator',
    answers: { 200: { description: 'An X.509 certificate in PEM.', schema: z.string(), type } },
    errors: { 'not-found': 'The double speaks plain http.' },
    handle(_, { emulator }) {
      if (!emulator.ca)
        throw new ControlError(
          'not-found',
          'This double speaks plain http, so there is no CA to trust; --tls makes one',
        )
      return { status: 200, body: emulator.ca.certificate, type }
    },
  }),
]
