// Why a credential was refused: the mistakes, and what was signed beside what should have been.
import type { JournalEntry } from './wire.ts'
import { CopyButton } from './copy.tsx'
import { markedLines, placeOf, wordsFor } from './strings-apart.ts'

type Diagnosis = NonNullable<JournalEntry['diagnosis']>

export function Autopsy({ diagnosis }: { diagnosis: Diagnosis }) {
  const { mistakes, expected, received, tried = [] } = diagnosis
  const [one, other] = [expected?.stringToSign, received?.stringToSign]
  const at = one === undefined || other === undefined ? undefined : (diagnosis.difference?.at ?? placeOf(one, other))
  return (
    <section class="autopsy" aria-label="Why it was refused">
      <h3>Why it was refused</h3>
      {mistakes.length === 0 && (
        <p>No mistake that is known explains it. Compare the secret, and what you sign with the string below.</p>
      )}
      <ol class="mistakes">
        {mistakes.map(({ code, message, hint }) => (
          <li key={code}>
            <strong>{message}</strong>
            <span>{hint}</span>
            <code>{code}</code>
          </li>
        ))}
      </ol>
      {one !== undefined && at !== undefined && <p class="quiet">They part at {wordsFor(one, at)}.</p>}
      {(one ?? other) !== undefined && (
        <div class="apart">
          {one !== undefined && <Signed title="Should be signed" text={one} at={at} />}
          {other !== undefined && <Signed title="Was signed, it seems" text={other} at={at} />}
        </div>
      )}
      {tried.length > 0 && (
        <details>
          <summary>Other rules that were tried ({tried.length})</summary>
          {tried.map(({ candidate, host, stringToSign }) => (
            <div key={`${candidate} ${host}`}>
              <h4>
                {candidate} · {host}
              </h4>
              <pre>{stringToSign}</pre>
            </div>
          ))}
        </details>
      )}
    </section>
  )
}

function Signed({ title, text, at }: { title: string; text: string; at: number | undefined }) {
  return (
    <div class="signed">
      <header>
        <h4>{title}</h4>
        <CopyButton text={text} what="the string" />
      </header>
      <ol class="code-lines">
        {markedLines(text, at).map(({ number, same, mark, rest, ended }) => (
          <li key={number}>
            <code>
              {same}
              {mark !== '' && <mark>{mark}</mark>}
              {rest !== '' && <span class={mark === '' ? undefined : 'rest'}>{rest}</span>}
              {ended && mark !== '⏎' && <span class="line-feed">⏎</span>}
            </code>
          </li>
        ))}
      </ol>
    </div>
  )
}
