import { expect, test } from 'vitest'
import { runCli, startCli } from '../../harness/cli-process.ts'

const exec = (script: string, ...options: string[]) => ['exec', ...options, '--', process.execPath, '-e', script]

test('runs a command with the variables of a double that answers', async () => {
  const script = `fetch(process.env.STUNTDOUBLE_URL + '/_stuntdouble/clock')
    .then((response) => response.json())
    .then(({ mode }) => console.log(mode, process.env.TELESTREAM_ACCESS_KEY, process.env.AWS_PROFILE))`
  const { status, stdout, stderr } = await runCli(exec(script), { AWS_PROFILE: 'production' })
  expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: 'real your-access-key undefined\n', stderr: '' })
})

test('takes the options of start', async () => {
  const script = `fetch(process.env.STUNTDOUBLE_URL + '/_stuntdouble/clock').then(async (response) => console.log(await response.text()))`
  const { stdout } = await runCli(exec(script, '--clock', '2020-02-02'))
  expect(JSON.parse(stdout)).toEqual({ mode: 'frozen', now: '2020-02-02T00:00:00.000Z' })
})

test('passes arguments on as they are, also without --', async () => {
  const script = 'console.log(JSON.stringify(process.argv.slice(1)))'
  const { stdout } = await runCli(['exec', process.execPath, '-e', script, '--', 'a b', '--port', '$HOME'])
  expect(JSON.parse(stdout)).toEqual(['a b', '--port', '$HOME'])
})

test('passes the exit status on, and says that nothing was refused', async () => {
  expect(await runCli(exec('process.exit(7)'))).toMatchObject({ status: 7, stderr: 'stuntdouble refused nothing.\n' })
})

test('tells what was refused, and why, when the command fails', async () => {
  const script = `fetch(process.env.STUNTDOUBLE_URL + '/v3.0/videos.json?access_key=your-access-key&timestamp=2020-01-01T00:00:00Z&signature=x')
    .then((response) => process.exit(response.status === 401 ? 3 : 0))`
  const { status, stderr } = await runCli(exec(script))
  expect(status).toBe(3)
  expect(stderr).toMatch(/^stuntdouble refused, or failed, 1 request:\n/)
  expect(stderr).toMatch(/GET {4}\/v3\.0\/videos\.json 401 .*The request was signed/)
  expect(stderr).toContain('it expects to be signed: "GET\\n127.0.0.1\\n/videos.json\\n')
})

test('ends as its command does when a signal ends that', async () => {
  expect(await runCli(exec('process.kill(process.pid, "SIGKILL")'))).toMatchObject({ status: 137 })
})

test.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)('hands %s on', async (signal) => {
  const script = `process.on('${signal}', () => { console.log('got it'); process.exit(5) }); console.log('{"event":"waiting"}'); setInterval(() => {}, 1000)`
  const running = startCli(exec(script))
  await running.event('waiting')
  running.process.kill(signal)
  expect(await running.ended).toMatchObject({ status: 5, stdout: '{"event":"waiting"}\ngot it\n' })
})

test('a command that is none: one line, and the status of a shell', async () => {
  expect(await runCli(['exec', '--', 'no-such-command'])).toMatchObject({
    status: 127,
    stderr: 'stuntdouble: there is no command no-such-command\n',
  })
  expect(await runCli(['exec', '--', 'echo hi'])).toMatchObject({
    status: 127,
    stderr: "stuntdouble: there is no command echo hi; for a line of a shell say sh -c 'echo hi'\n",
  })
  expect(await runCli(['exec', '--', '/'])).toMatchObject({
    status: 126,
    stderr: 'stuntdouble: / cannot be run: permission denied\n',
  })
})
