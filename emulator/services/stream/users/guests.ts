// Guests: users whom a browser makes by itself, with a token of theirs (§2.11).
import { SignJWT } from 'jose'
import type { Call } from '../call.ts'
import { later, shape } from '../schema.ts'
import { users } from './model.ts'
import { userFrom, userRequest } from './schema.ts'
import { writeUser } from './wire.ts'

const guestRequest = later(() => shape({ user: userRequest }))

export async function createGuest(call: Call): Promise<object> {
  const { world, now } = call
  const { user: request } = call.body(guestRequest)
  const id = `guest-${world.ids.uuid('stream.guest')}-${request.id}`
  const user = userFrom({ ...request, id, role: 'guest' }, undefined, now)
  const accessToken = await new SignJWT({ user_id: id })
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
    .sign(new TextEncoder().encode(world.credentials.stream.apiSecret))
  world.state.table(users).put(user)
  return { user: writeUser(user), access_token: accessToken }
}
