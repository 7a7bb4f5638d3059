// The console.
import { render } from 'preact'

render(<p>stuntdouble</p>, document.body)
