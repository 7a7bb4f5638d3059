import { faceOf, listeningFace } from '../../../harness/conformance/face.ts'
import { streamConformance } from '../../../harness/conformance/stream.ts'
import { createEmulator } from '../../index.ts'

streamConformance('fetch', async () => faceOf(await createEmulator()))

streamConformance('HTTP', async () => listeningFace(await createEmulator({ port: 0, s3Port: 0 })))
