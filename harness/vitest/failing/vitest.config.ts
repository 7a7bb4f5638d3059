import { defineConfig } from 'vitest/config'

const conditions = ['stuntdouble-source', 'node']

/** Of the run that fixtures.test.ts looks at. */
export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: { include: ['*.failing.ts'] },
})
