// How a process is held, shown with shell scripts in the place of ffmpeg, which misbehave as no ffmpeg should.
import { chmod, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { isRunning } from '../../harness/processes.ts'
import { type Ffmpeg, FfmpegUnavailable } from './ffmpeg.ts'
import { openFfmpegOnNode } from './node-ffmpeg.ts'

let directory: string
let opened: Ffmpeg[]
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'stuntdouble-test-'))
  opened = []
})
afterEach(async () => {
  for (const ffmpeg of opened) await ffmpeg.close()
  await rm(directory, { recursive: true })
})

const introduction = `#!/bin/sh
case "$2" in
  -version) echo 'ffmpeg version 9.9-test Copyright (c)'; exit;;
  -encoders) printf 'Encoders:\\n V..... = Video\\n ------\\n V....D libx264  H.264\\n A....D aac  AAC\\n'; exit;;
esac
`

/** An ffmpeg that does what `script` says. */
async function scripted(script: string): Promise<Ffmpeg> {
  const path = join(directory, 'ffmpeg')
  await writeFile(path, introduction + script)
  await chmod(path, 0o755)
  const ffmpeg = await openFfmpegOnNode(path)
  opened.push(ffmpeg)
  return ffmpeg
}

const never = new AbortController().signal
const run = { args: [], timeLimit: 20_000, signal: never }

/** A script that starts a second process, and says who both are. */
const twoProcesses = 'sleep 600 & echo $$ $!; wait'

/** Runs it until it has said who it is. */
function started(ffmpeg: Ffmpeg, options: { timeLimit?: number; signal?: AbortSignal } = {}) {
  const { promise: pids, resolve } = Promise.withResolvers<number[]>()
  const onOutput = (text: string) => resolve(text.trim().split(' ').map(Number))
  const ended = (async () => {
    await using workspace = await ffmpeg.openWorkspace()
    return await workspace.run({ ...run, ...options, onOutput })
  })()
  ended.catch(() => undefined)
  return { pids, ended }
}

describe('an ffmpeg', () => {
  it('says its version and what it can encode', async () => {
    const ffmpeg = await scripted('exit 0')
    expect(ffmpeg.version).toBe('9.9-test')
    expect([...ffmpeg.encoders]).toEqual(['libx264', 'aac'])
    expect(ffmpeg.cores).toBeGreaterThan(0)
  })

  it('is refused in one line when it is not there, or is something else', async () => {
    const missing = join(directory, 'nothing')
    for (const [path, why] of [
      [missing, `There is no program at ${missing}; name your ffmpeg with --ffmpeg PATH, or leave --encoder simulated`],
      [
        'no-such-ffmpeg',
        'no-such-ffmpeg is not on the PATH; install it, name it with --ffmpeg PATH, or leave --encoder simulated',
      ],
      ['/bin/true', '/bin/true does not say which ffmpeg it is'],
      ['/bin/false', '/bin/false -version failed; is it an ffmpeg?'],
    ] as const) {
      const error = await openFfmpegOnNode(path).catch((error: unknown) => error)
      expect(error).toBeInstanceOf(FfmpegUnavailable)
      expect((error as Error).message).toBe(why)
    }
  })

  it('gets its arguments one by one, whatever is in them', async () => {
    const ffmpeg = await scripted('for argument; do echo "<$argument>"; done')
    await using workspace = await ffmpeg.openWorkspace()
    let output = ''
    const args = ['a b', '$(touch hacked)', '; touch hacked', '"\'`', '*']
    await workspace.run({ ...run, args, onOutput: (text) => (output += text) })
    expect(output).toBe(args.map((argument) => `<${argument}>\n`).join(''))
    expect(await workspace.list()).toEqual([])
  })

  it('sees nothing of the environment but where programs and libraries are, and has no input', async () => {
    process.env.STUNTDOUBLE_TEST_SECRET = 'secret'
    const ffmpeg = await scripted('env; cat')
    delete process.env.STUNTDOUBLE_TEST_SECRET
    await using workspace = await ffmpeg.openWorkspace()
    let output = ''
    const end = await workspace.run({ ...run, onOutput: (text) => (output += text) })
    expect(end).toMatchObject({ reason: 'exit', code: 0 })
    const names = output.match(/^\w+(?==)/gm)?.filter((name) => !['PWD', 'OLDPWD', 'SHLVL', '_'].includes(name))
    expect(['HOME', 'LC_ALL', 'AV_LOG_FORCE_NOCOLOR', 'PATH', 'LD_LIBRARY_PATH', 'TEMP', 'TMP']).toEqual(
      expect.arrayContaining(names ?? ['none']),
    )
  })

  it('leaves the processor to everything else', async () => {
    const ffmpeg = await scripted('until [ $(nice) -ge 10 ]; do sleep 0.02; done; nice')
    await using workspace = await ffmpeg.openWorkspace()
    let output = ''
    await workspace.run({ ...run, onOutput: (text) => (output += text) })
    expect(Number(output)).toBeGreaterThanOrEqual(10)
  })

  it('answers its code, and its words without the paths of this machine', async () => {
    const ffmpeg = await scripted('echo "$0: $PWD/source in $PWD is bad" >&2; exit 3')
    await using workspace = await ffmpeg.openWorkspace()
    expect(await workspace.run(run)).toEqual({ reason: 'exit', code: 3, log: 'ffmpeg: source in . is bad\n' })
  })

  it('is said to have crashed when it did', async () => {
    const ffmpeg = await scripted('kill -SEGV $$')
    await using workspace = await ffmpeg.openWorkspace()
    expect(await workspace.run(run)).toMatchObject({ reason: 'killed', by: 'SIGSEGV' })
  })

  it('is heard at its beginning and at its end, however much it says between', async () => {
    const ffmpeg = await scripted(
      'echo first >&2; awk \'BEGIN { for (i = 0; i < 200000; i++) print "chatter" }\' >&2; echo last >&2',
    )
    await using workspace = await ffmpeg.openWorkspace()
    const { log } = await workspace.run(run)
    expect(log.length).toBeLessThan(70_000)
    expect(log.startsWith('first\n')).toBe(true)
    expect(log).toContain('characters left out')
    expect(log.endsWith('chatter\nlast\n')).toBe(true)
  })

  it('ends at once, with all that it started, when it is given up', async () => {
    const ffmpeg = await scripted(twoProcesses)
    const controller = new AbortController()
    const { pids, ended } = started(ffmpeg, { signal: controller.signal })
    expect((await pids).every(isRunning)).toBe(true)
    const before = performance.now()
    controller.abort(new Error('canceled'))
    await expect(ended).rejects.toThrow('canceled')
    // A few ms; of ten minutes, where nobody ends it.
    expect(performance.now() - before).toBeLessThan(10_000)
    await expect.poll(async () => (await pids).some(isRunning)).toBe(false)
  })

  it('ends when its time is over', async () => {
    const ffmpeg = await scripted(twoProcesses)
    const { pids, ended } = started(ffmpeg, { timeLimit: 300 })
    expect(await ended).toMatchObject({ reason: 'time-limit' })
    await expect.poll(async () => (await pids).some(isRunning)).toBe(false)
  })

  it('ends when it is closed, and leaves no file', async () => {
    const ffmpeg = await scripted(twoProcesses)
    const { pids, ended } = started(ffmpeg)
    await pids
    const mine = async () =>
      (await readdir(tmpdir())).filter((name) => name.startsWith(`stuntdouble-ffmpeg-${process.pid}-`))
    expect(await mine()).toHaveLength(1)
    await ffmpeg.close()
    await expect(ended).rejects.toThrow('ffmpeg was closed')
    expect(await mine()).toEqual([])
    await expect(ffmpeg.openWorkspace()).rejects.toThrow('ffmpeg was closed')
    expect((await pids).some(isRunning)).toBe(false)
  })

  it('removes what processes left that were killed, and nothing of those that live', async () => {
    const dead = join(tmpdir(), 'stuntdouble-ffmpeg-999999999-abcdef')
    await writeFile(dead, '')
    const alive = join(tmpdir(), `stuntdouble-ffmpeg-${process.ppid}-abcdef`)
    await writeFile(alive, '')
    await scripted('exit 0')
    const names = await readdir(tmpdir())
    await rm(alive)
    expect(names).not.toContain('stuntdouble-ffmpeg-999999999-abcdef')
    expect(names).toContain(`stuntdouble-ffmpeg-${process.ppid}-abcdef`)
  })
})

describe('a workspace', () => {
  it('keeps files of plain names, and no others', async () => {
    const ffmpeg = await scripted('printf made > output.txt')
    await using workspace = await ffmpeg.openWorkspace()
    await workspace.write('source', new TextEncoder().encode('abcdef'))
    await workspace.write('stream.bin', new Blob(['st', 'ream']).stream())
    await workspace.run(run)
    expect(await workspace.list()).toEqual([
      { name: 'output.txt', size: 4 },
      { name: 'source', size: 6 },
      { name: 'stream.bin', size: 6 },
    ])
    expect(new TextDecoder().decode(await workspace.readRange('source', 2, 99))).toBe('cdef')
    expect(await new Response(workspace.read('stream.bin')).text()).toBe('stream')
    for (const name of ['../source', '/etc/passwd', '-y', '', 'a b', 'a:b']) {
      await expect(workspace.write(name, new Uint8Array())).rejects.toThrow('no name for a file')
      await expect(workspace.readRange(name, 0, 1)).rejects.toThrow('no name for a file')
    }
  })

  it('lets no body that failed stand', async () => {
    const ffmpeg = await scripted('exit 0')
    await using workspace = await ffmpeg.openWorkspace()
    const body = new ReadableStream<Uint8Array>({ pull: (controller) => controller.error(new Error('broke off')) })
    await expect(workspace.write('source', body)).rejects.toThrow('broke off')
  })
})
