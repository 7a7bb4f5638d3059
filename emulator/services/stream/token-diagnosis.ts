// What is wrong with a token that was refused, for developers: the journal says it, the wire never does.
import type { Diagnosis } from '../../journal.ts'
import type { World } from '../../world.ts'

type Mistake = Diagnosis['mistakes'][number]

/** @param signedWith whether the token has been signed with a secret */
export async function signatureMistakes(
  world: World,
  token: string,
  payload: Readonly<Record<string, unknown>>,
  signedWith: (token: string, secret: string) => Promise<boolean>,
): Promise<Mistake[]> {
  const { apiKey, apiSecret } = world.credentials.stream
  if (await signedWith(token, apiKey)) {
    return [
      {
        code: 'key-as-secret',
        message: 'The token was signed with the API key',
        hint: 'new StreamClient(KEY, SECRET): the secret comes second',
      },
    ]
  }
  for (const [secret, how] of [
    [apiSecret.trim(), 'without the blanks around it'],
    [`${apiSecret}\n`, 'with a line break at its end'],
    [`"${apiSecret}"`, 'with quotes around it'],
  ] as const) {
    if (secret !== apiSecret && (await signedWith(token, secret)))
      return [
        { code: 'secret-spelling', message: `The token was signed with the secret ${how}`, hint: 'See your .env' },
      ]
  }
  return [
    {
      code: 'wrong-secret',
      message: `Neither the API secret nor the API key of the world ${world.name} signed this token (${JSON.stringify(payload).slice(0, 200)})`,
      hint: '`stuntdouble env` prints STREAM_API_SECRET; POST /_stuntdouble/worlds gives a world the secret of your app',
    },
  ]
}

export function timeMistake(world: World, at: number, what: string): Mistake {
  const now = world.clock.now()
  const seconds = Math.abs(Math.round(now / 1000 - at))
  return {
    code: what === 'exp' ? 'expired' : 'too-early',
    message: `${what} is ${seconds} s ${now / 1000 > at ? 'before' : 'after'} the world's time, ${new Date(now).toISOString()}`,
    hint:
      world.clock.mode === 'frozen'
        ? "The world's clock is frozen: PUT /_stuntdouble/clock sets it, or makes it real"
        : "The client's clock and the world's differ, or the token is too old",
  }
}
