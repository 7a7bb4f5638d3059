// Who makes a call.

export interface ServerCaller {
  readonly kind: 'server'
}

/** By a token with `user_id`. */
export interface UserCaller {
  readonly kind: 'user'
  readonly userId: string
  /** From the token; overrules the user's own. */
  readonly role: string | undefined
  /** Calls that the token is good for, beyond what the role allows: `default:id1`. */
  readonly callCids: readonly string[]
}

/** `stream-auth-type: anonymous`: no token. */
export interface AnonymousCaller {
  readonly kind: 'anonymous'
}

export type Caller = ServerCaller | UserCaller | AnonymousCaller

/** As limits of rate and their message name it. */
export function callerName(caller: Caller): string {
  return caller.kind === 'user' ? caller.userId : caller.kind === 'server' ? 'server' : '!anon'
}
