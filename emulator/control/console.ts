// GET / and its two files: the console, a web page about a running double.
import { readConsoleFiles } from '#platform'
import type { ConsoleFiles } from '../platform/platform.ts'
import { ControlError } from './errors.ts'
import { pageHeaders, pageOf, pageType } from './page.ts'
import { type Answer, defineRoute } from './route.ts'

const headers = {
  ...pageHeaders(
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' blob:",
    "media-src 'self' blob:",
    "connect-src 'self'",
  ),
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
}

const page = pageOf({
  title: 'stuntdouble',
  head: `<link rel="icon" href="icon.svg">
<link rel="stylesheet" href="console.css">
<script type="module" src="console.js"></script>
`,
  body: `<noscript>The console needs JavaScript. What it shows is at openapi.json too.</noscript>
`,
})

/** A head and its shadow. */
const icon = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><circle cx="19" cy="16" r="11" fill="#a9b7d6"/><circle cx="13" cy="16" r="11" fill="#3457c5"/></svg>`

let files: Promise<ConsoleFiles> | undefined

async function file(name: keyof ConsoleFiles, type: string): Promise<Answer> {
  files ??= readConsoleFiles()
  try {
    return { status: 200, body: (await files)[name], type, headers }
  } catch (error) {
    files = undefined
    throw error instanceof Error && error.name === 'NoConsole' ? new ControlError('not-found', error.message) : error
  }
}

export const consolePage = [
  defineRoute({
    method: 'GET',
    path: '/',
    operationId: 'getConsole',
    summary: 'The console',
    description: 'A web page: what happened and why, and what there is. `/w/NAME/_stuntdouble/` shows that world.',
    scope: 'world',
    answers: { 200: { description: 'The page.', type: 'text/html' } },
    handle: () => ({ status: 200, body: page, type: pageType, headers }),
  }),
  defineRoute({
    method: 'GET',
    path: '/console.js',
    operationId: 'getConsoleScript',
    summary: 'The script of the console',
    scope: 'world',
    answers: { 200: { description: 'One module.', type: 'text/javascript' } },
    handle: () => file('script', 'text/javascript; charset=utf-8'),
  }),
  defineRoute({
    method: 'GET',
    path: '/console.css',
    operationId: 'getConsoleStyle',
    summary: 'The style sheet of the console',
    scope: 'world',
    answers: { 200: { description: 'One style sheet.', type: 'text/css' } },
    handle: () => file('style', 'text/css; charset=utf-8'),
  }),
  defineRoute({
    method: 'GET',
    path: '/icon.svg',
    operationId: 'getConsoleIcon',
    summary: 'The icon of the console',
    scope: 'world',
    answers: { 200: { description: 'A picture.', type: 'image/svg+xml' } },
    handle: () => ({ status: 200, body: icon, type: 'image/svg+xml', headers }),
  }),
]
