// GET /duracloud/key-pair.
import { z } from 'zod'
import { defineRoute } from './route.ts'

export const duracloudKeyPair = [
  defineRoute({
    method: 'GET',
    path: '/duracloud/key-pair',
    operationId: 'getDuraCloudKeyPair',
    summary: 'By which signed URLs and cookies of DuraCloud’s distributions are verified',
    description:
      'CloudFront’s signatures are RSASSA-PKCS1-v1_5 with SHA-1 over the policy. The key is the same in every world, and published with stuntdouble: it protects nothing. The id is the world’s own.',
    scope: 'world',
    answers: {
      200: {
        description: 'The public half of the key pair.',
        schema: z.object({
          keyPairId: z.string().describe('As it stands in `Key-Pair-Id` and `CloudFront-Key-Pair-Id`.'),
          publicKey: z.string().describe('SubjectPublicKeyInfo, PEM.'),
        }),
      },
    },
    async handle(_, { world }) {
      // Loaded by the first who asks: nothing else of the control API needs the service.
      const { keyPairId, publicKeyPem } = await import('../services/duracloud/streaming/policy.ts')
      return { status: 200, body: { keyPairId: keyPairId(world), publicKey: publicKeyPem() } }
    },
  }),
]
