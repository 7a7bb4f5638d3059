import { faceOf, listeningFace } from '../../../harness/conformance/face.ts'
import { telestreamConformance } from '../../../harness/conformance/telestream.ts'
import { createEmulator } from '../../index.ts'

telestreamConformance('fetch', async () => faceOf(await createEmulator()))

telestreamConformance('HTTP', async () => listeningFace(await createEmulator({ port: 0, s3Port: 0 })))
