// Classes of ours that stand for Node's Headers, Request and Response until more is asked of them than they know. Node loads all of its fetch
// when somebody first names one of those, which takes a process as long as to start; a double that stands in for them does without.

type Name = 'Headers' | 'Request' | 'Response'

const standIns = new Map<object, Name>()
let related = false
let unasked = false

/** Makes what has this prototype an instance of the platform's class too, once `relate` was called. */
export function standIn(prototype: object, name: Name): void {
  standIns.set(prototype, name)
  if (related) Object.setPrototypeOf(prototype, globalThis[name].prototype)
}

/** To be called whenever a stand-in is made: from then on somebody may ask what it is an instance of. */
export function relate(): void {
  if (!related && !unasked) relateNow()
}

/** Makes stand-ins instances of what the globals are now: to be called while those are Node's own. */
export function relateNow(): void {
  related = true
  for (const [prototype, name] of standIns) Object.setPrototypeOf(prototype, globalThis[name].prototype)
}

/** For a process that is all ours, in which nobody asks before the adaptor is loaded, which relates them. */
export function leaveUnrelated(): void {
  unasked = true
}
