// What our pages have in common: for whom they are, their head, and headers that keep others out of them.

/** Whether somebody came with a browser, to see. */
export function wantsPage(headers: Headers): boolean {
  return headers.get('accept')?.includes('text/html') === true
}

/**
 * Nothing inline, nothing from elsewhere; a page cannot be framed.
 * @param sources what it loads of its own, as directives of a Content-Security-Policy; none by default
 */
export function pageHeaders(...sources: string[]): Record<string, string> {
  const policy = [
    "default-src 'none'",
    ...sources,
    "form-action 'none'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ].join('; ')
  return {
    'content-security-policy': policy,
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cache-control': 'no-cache',
  }
}

export const pageType = 'text/html; charset=utf-8'

/** @param head, body markup: what comes from a client is escaped by the caller */
export function pageOf({ title, head = '', body }: { title: string; head?: string; body: string }): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
${head}</head>
<body>
${body}</body>
</html>
`
}
