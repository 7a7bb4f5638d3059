// The console: begins it.
import { render } from 'preact'
import { App } from './app.tsx'
import { listenToKeys } from './keyboard.ts'

listenToKeys()
render(<App />, document.body)
