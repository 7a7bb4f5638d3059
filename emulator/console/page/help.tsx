// The list of shortcuts.
import { useEffect, useRef } from 'preact/hooks'
import { isHelpShown, shortcuts } from './keyboard.ts'

const names: Readonly<Record<string, string>> = { ArrowDown: '↓', ArrowUp: '↑', Escape: 'Esc' }

export function Help() {
  const dialog = useRef<HTMLDialogElement>(null)
  const isShown = isHelpShown.value
  useEffect(() => {
    if (isShown) dialog.current?.showModal()
    else dialog.current?.close()
  }, [isShown])
  return (
    <dialog ref={dialog} aria-labelledby="help-title" onClose={() => (isHelpShown.value = false)}>
      <header>
        <h2 id="help-title">Keys</h2>
        <button type="button" class="small" onClick={() => (isHelpShown.value = false)}>
          Close
        </button>
      </header>
      <dl class="keys">
        {shortcuts.map(({ keys, words }) => (
          <div key={words}>
            <dt>
              {keys.map((key) => (
                <kbd key={key}>{names[key] ?? key}</kbd>
              ))}
            </dt>
            <dd>{words}</dd>
          </div>
        ))}
      </dl>
    </dialog>
  )
}
