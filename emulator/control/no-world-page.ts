// What a browser is shown at the console of a world that is not there: which ones are.
import { controlPath } from './path.ts'

/** More would be a list that nobody reads. */
const mostLinks = 50

const headers = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': "default-src 'none'; form-action 'none'; frame-ancestors 'none'; base-uri 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-cache',
}

/** @param known names of those that there are */
export function noWorldPage(name: string, known: readonly string[]): Response {
  // From /w/NAME/_stuntdouble/, so that it also leads where a proxy put the double.
  const links = known
    .slice(0, mostLinks)
    .map((world) => `<li><a href="../../${escape(encodeURIComponent(world))}${controlPath}/">${escape(world)}</a></li>`)
  const rest = known.length > mostLinks ? `<p>… and ${known.length - mostLinks} more.</p>\n` : ''
  const page = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>No such world: stuntdouble</title>
</head>
<body>
<h1>There is no world ${escape(name)}</h1>
<p>It may have been deleted, or the double was started anew. These are there:</p>
<ul>
${links.join('\n')}
</ul>
${rest}</body>
</html>
`
  return new Response(page, { status: 404, headers })
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')
}
