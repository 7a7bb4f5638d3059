// An application with an origin of its own: serves the page that uploads, and asks the API for places to upload to.
import { readFile } from 'node:fs/promises'
import { stripTypeScriptTypes } from 'node:module'
import { text } from 'node:stream/consumers'
import { z } from 'zod'
import type { Parameters, TelestreamClient } from '../../telestream-client.ts'
import { type LocalServer, serve } from '../local-server.ts'

/** What panda_uploader tells an application's server of a file (§8, JS uploader). */
const announced = z.strictObject({ filename: z.string(), filesize: z.number(), content_type: z.string() })

export interface UploaderSite extends LocalServer {
  /** Of what the page asked permission. */
  announced: readonly z.infer<typeof announced>[]
  /** The locations that the API gave for it. */
  locations: readonly string[]
}

export interface UploaderSiteOptions {
  client: TelestreamClient
  /** Further parameters of `POST /videos/upload.json`, such as `profiles`. */
  parameters?: Parameters
  /** `multipart/form-data` has the page send a form; by default it sends chunks. */
  contentType?: 'multipart/form-data'
}

export async function uploaderSite({ client, parameters, contentType }: UploaderSiteOptions): Promise<UploaderSite> {
  const page = await readFile(new URL('page/index.html', import.meta.url))
  const script = stripTypeScriptTypes(await readFile(new URL('page/uploader.ts', import.meta.url), 'utf8'))
  const seen: z.infer<typeof announced>[] = []
  const locations: string[] = []

  async function authorize(form: string): Promise<string> {
    const file = announced.parse(JSON.parse(new URLSearchParams(form).get('payload') ?? ''))
    seen.push(file)
    const session = { file_name: file.filename, file_size: String(file.filesize), ...parameters }
    const { status, body, text } = await client.post('/videos/upload.json', session)
    if (status !== 200) throw new Error(`The API refused the upload: ${status} ${text}`)
    locations.push(body.location)
    return JSON.stringify({ upload_url: body.location, ...(contentType && { upload_content_type: contentType }) })
  }

  const server = await serve(async (request, response) => {
    const answer = (type: string, body: string | Uint8Array) => response.setHeader('content-type', type).end(body)
    switch (`${request.method} ${request.url}`) {
      case 'GET /':
        return answer('text/html', page)
      case 'GET /uploader.js':
        return answer('text/javascript', script)
      case 'POST /authorize':
        return answer('application/json', await authorize(await text(request)))
      default:
        return response.writeHead(404).end()
    }
  })
  return { ...server, [Symbol.asyncDispose]: server[Symbol.asyncDispose], announced: seen, locations }
}
