// Why contracts could not be verified at all: one line, which is not the same as a contract that is broken.

export class CannotVerify extends Error {
  override name = 'CannotVerify'
}
