import { expect, test } from 'vitest'
import { runCli, startCli } from '../../harness/cli-process.ts'
import { version } from '../version.ts'

const oneLine = /^stuntdouble: [^\n]+\n$/

test.each([
  ['start --prot 1', "unknown option '--prot' (Did you mean --port?)"],
  ['--frobnicate', "unknown option '--frobnicate'; --help lists those that there are"],
  ['strat', 'there is no command "strat"; did you mean "start"?'],
  ['start now', 'there is no command "now"; there is start, exec, env, seed, verify, snapshot, health'],
  [
    'start --port x',
    "option '--port <number>' argument 'x' is invalid. A port is a whole number from 0, which takes a free one, to 65535.",
  ],
  ['start --s3-port 65536', "option '--s3-port <number>' argument '65536' is invalid. A port is"],
  ['start --port', "option '--port <number>' argument missing"],
  ['start --port 5 --s3-port 5', '--port and --s3-port are both 5; they need two ports'],
  ['start --clock noon', `stuntdouble: --clock: "noon" is none of real, frozen and an ISO instant`],
  ['start --seed one', "option '--seed <number>' argument 'one' is invalid. A seed is a whole number."],
  ['start --scenario defualt', `stuntdouble: --scenario: there is no "defualt"; did you mean "default"?`],
  ['start --scenario default --scenario-size 5', '--scenario: default has one size; a size is for large'],
  [
    'start --scenario-size many',
    `stuntdouble: --scenario-size: "many" is no size; it takes entities: 100000, 100k or 1m`,
  ],
  ['start --scenario ./none.ts', 'scenario ./none.ts: there is no such file'],
  ['start --scenario scenario.toml', 'there is no "scenario.toml"'],
  ['seed', "missing required argument 'scenario', such as: stuntdouble seed video-library"],
  ['seed lagre', 'stuntdouble: there is no scenario "lagre"; did you mean "large"?'],
  ['verify', "missing required argument 'pact', such as: stuntdouble verify pacts"],
  ['start --object-store s4', "argument 's4' is invalid. Allowed choices are memory, directory, s3."],
  ['start --object-store directory', '--object-store directory needs --data, the directory to keep the bytes in'],
  ['start --object-store s3', '--object-store s3 needs --s3-endpoint, such as http://127.0.0.1:9000'],
  ['start --s3-endpoint http://127.0.0.1:9', '--s3-endpoint is used only with --object-store s3'],
  ['help strat', 'there is no command "strat"; did you mean "start"?'],
  ['snapshot save', "missing required argument 'file', such as: stuntdouble snapshot save world.tar"],
  ['start --object-store s3 --s3-endpoint localhost', 'It takes an address such as http://localhost:9000.'],
  ['start --s3-access-key-id x', '--s3-access-key-id and --s3-secret-access-key go together'],
  [
    'start --object-store s3 --s3-endpoint http://127.0.0.1:9 --s3-bucket-prefix A_b',
    '"A_b" cannot begin the name of a bucket: it takes up to 20 lower-case letters, digits and -',
  ],
  ['start --encoder fmpeg', "argument 'fmpeg' is invalid. Allowed choices are simulated, ffmpeg."],
  ['start --encoder-concurrency 0', 'It takes a whole number from 1 to 1000.'],
  ['start --encoding-time-limit 1h', 'It takes seconds from 1.'],
  ['start --log loud', "argument 'loud' is invalid. Allowed choices are pretty, json, silent."],
  ['start --allow-outbound perhaps', "argument 'perhaps' is invalid. It takes true or false."],
  ['start --control-host http://x', '"http://x" is no name such as double.example.com.'],
  ['start --tls-name x.test', '--tls-name names a certificate, which there is only with --tls'],
  ['start --tls --tls-name *', '"*" is neither a name such as *.example.test nor an IP address.'],
  ['health localhost', 'It takes an address such as http://127.0.0.1:4600.'],
  ['start --signature-window never', 'It takes seconds from 1, or off.'],
  ['start --file-size-limit 5GB', 'Bytes are a whole number from 1.'],
  ['start --s3-public-url localhost', 'It takes an address such as http://localhost:9000.'],
  ['start --s3-public-url http://localhost:9000/path', 'It takes an address such as http://localhost:9000.'],
  ['start --stream-rate-limits few', 'It takes whole numbers from 1: 1000, or QueryCalls=60,*=1000.'],
  ['start --stream-webhook-dates iso', 'Allowed choices are rfc3339, nanoseconds.'],
  ['env --format yaml', 'Allowed choices are dotenv, json, shell.'],
  ['env --url localhost', 'It takes an address such as http://127.0.0.1:4600.'],
  ['exec', "missing required argument 'command', such as: stuntdouble exec -- npm test"],
])('stuntdouble %s: one line, and status 2', async (line, message) => {
  const { status, stderr, stdout } = await runCli(line.split(' '))
  expect(stderr).toMatch(oneLine)
  expect(stderr).toContain(message)
  expect(stdout).toBe('')
  expect(status).toBe(2)
})

test.each([
  ['STUNTDOUBLE_PORT', 'x', "option '--port <number>' value 'x' from env 'STUNTDOUBLE_PORT' is invalid."],
  ['STUNTDOUBLE_PORT', 'tcp://10.0.0.9:4600', 'enableServiceLinks: false in the pod’s spec keeps it from that'],
  ['STUNTDOUBLE_REJECT_REPLAYS', 'maybe', "from env 'STUNTDOUBLE_REJECT_REPLAYS' is invalid. It takes true or false."],
  ['STUNTDOUBLE_LOG', 'loud', "from env 'STUNTDOUBLE_LOG' is invalid. Allowed choices are pretty, json, silent."],
])('%s=%s: one line, and status 2', async (name, value, message) => {
  const { status, stderr } = await runCli([], { [name]: value })
  expect(stderr).toMatch(oneLine)
  expect(stderr).toContain(message)
  expect(status).toBe(2)
})

test('a host that is none of this machine: one line, and status 1', async () => {
  const { status, stderr } = await runCli(['start', '--host', '192.0.2.1', '--port', '0', '--s3-port', '0'])
  expect(stderr).toBe('stuntdouble: 192.0.2.1 is no address of this machine; choose another with --host\n')
  expect(status).toBe(1)
})

test('an ffmpeg that is none: one line, and status 1', async () => {
  const { status, stderr } = await runCli(['start', '--encoder', 'ffmpeg', '--ffmpeg', '/nowhere/ffmpeg'])
  expect(stderr).toMatch(oneLine)
  expect(stderr).toContain('There is no program at /nowhere/ffmpeg; name your ffmpeg with --ffmpeg PATH')
  expect(status).toBe(1)
})

test('--help explains, with examples', async () => {
  const { status, stdout, stderr } = await runCli(['--help'])
  expect(stdout).toContain('$ stuntdouble exec -- npm test')
  expect(stderr).toBe('')
  expect(status).toBe(0)
})

test('start --help names the variable of every option', async () => {
  const { stdout } = await runCli(['start', '--help'])
  const text = stdout.replace(/\s+/g, ' ')
  const options = [...stdout.matchAll(/^ {2}--([\w-]+)/gm)].map(([, name = '']) => name)
  expect(options.length).toBeGreaterThan(12)
  for (const name of options) expect(text).toContain(`env: STUNTDOUBLE_${name.toUpperCase().replaceAll('-', '_')}`)
})

test.each(['--version', 'version'])('%s', async (word) => {
  expect(await runCli([word])).toMatchObject({ status: 0, stdout: `${version}\n` })
})

test.each([
  ['help', '--help'],
  ['help exec', 'exec --help'],
  ['help snapshot save', 'snapshot save --help'],
])('%s is %s', async (words, options) => {
  const helped = await runCli(words.split(' '))
  expect(helped.stdout).toContain('Usage: stuntdouble ')
  expect(helped).toEqual(await runCli(options.split(' ')))
})

test('--help to somebody who has gone says nothing of it', async () => {
  const double = startCli(['start', '--help'])
  double.process.stdout?.destroy()
  expect(await double.ended).toMatchObject({ stderr: '', status: 0 })
})

test('a Node that is too old: one line that says which it takes, and status 1', async () => {
  const pretend = `Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '20.20.2' } })`
  const { status, stderr, stdout } = await runCli(['start'], {
    NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(pretend)}`,
  })
  expect(stderr).toMatch(oneLine)
  expect(stderr).toContain('it needs Node 22.22 or newer, and this is 20.20.2')
  expect([status, stdout]).toEqual([1, ''])
})
