// The page that lists the deliberate changes.
import { mutations } from './list.ts'

/** Markdown. */
export function mutationsPage(): string {
  const rows = mutations.map(
    ({ provider, interaction, change }) => `| ${provider} | ${interaction} | ${change.replaceAll('|', '\\|')} |`,
  )
  return `# What the contracts notice

For each of these ${mutations.length} deliberate changes of a provider, verification of the committed contracts turns red: the double's answer is changed
on its way to Pact's verifier, and \`contracts/contracts.test.ts\` demands that the interaction breaks. Without a change all of them are kept.

| provider | interaction | change |
|---|---|---|
${rows.join('\n')}

This page is generated (\`npm run docs:mutations\`).
`
}
