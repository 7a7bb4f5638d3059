import { defineConfig } from 'vitest/config'

// What the suites drive goes into docs/ledger.md. A run of some of the tests of a file would leave a record with holes.
const recording = process.argv.some((argument) => /^(?:-t\b|--testNamePattern)/.test(argument))
  ? []
  : ['harness/ledger/setup.ts']
const setupFiles = ['harness/property-seed.ts', ...recording]

// The tests run on the sources, as `npm start` does; see "imports" and "exports" in package.json.
const conditions = ['stuntdouble-source', 'node']

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    // All of them: vitest leaves one idle, which of two is half.
    maxWorkers: '100%',
    // Limits are for what never comes: a machine that has other things to do may take ten times as long for what does.
    expect: { poll: { timeout: 15_000 } },
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['{emulator,fixtures,harness,scripts,contracts}/**/*.test.ts'],
          exclude: ['**/*.{docker,clients}.test.ts', '**/node_modules/**', 'harness/examples/**'],
          setupFiles,
          // Pact would tell its makers how it is used, and so would a package that it brings.
          env: { PACT_DO_NOT_TRACK: '1', SCARF_ANALYTICS: 'false' },
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'clients',
          include: ['harness/clients/**/*.clients.test.ts'],
          setupFiles,
          testTimeout: 300_000,
          hookTimeout: 600_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'docker',
          include: ['{harness,contracts}/**/*.docker.test.ts'],
          setupFiles: ['harness/property-seed.ts'],
          testTimeout: 600_000,
          hookTimeout: 600_000,
          // Its image would have to be pulled; the tests remove what they start.
          env: { TESTCONTAINERS_RYUK_DISABLED: 'true' },
        },
      },
    ],
  },
})
