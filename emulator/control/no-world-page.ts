// What a browser is shown at the console of a world that is not there: which ones are.
import { escapeMarkup } from '../escape-markup.ts'
import { pageHeaders, pageOf, pageType } from './page.ts'
import { controlPath } from './path.ts'

/** More would be a list that nobody reads. */
const mostLinks = 50

/** @param known names of those that there are */
export function noWorldPage(name: string, known: readonly string[]): Response {
  // From /w/NAME/_stuntdouble/, so that it also leads where a proxy put the double.
  const links = known
    .slice(0, mostLinks)
    .map(
      (world) =>
        `<li><a href="../../${escapeMarkup(encodeURIComponent(world))}${controlPath}/">${escapeMarkup(world)}</a></li>`,
    )
  const rest = known.length > mostLinks ? `<p>… and ${known.length - mostLinks} more.</p>\n` : ''
  const page = pageOf({
    title: 'No such world: stuntdouble',
    body: `<h1>There is no world ${escapeMarkup(name)}</h1>
<p>It may have been deleted, or the double was started anew. These are there:</p>
<ul>
${links.join('\n')}
</ul>
${rest}`,
  })
  return new Response(page, { status: 404, headers: { 'content-type': pageType, ...pageHeaders() } })
}
