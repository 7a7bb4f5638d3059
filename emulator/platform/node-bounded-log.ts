// What a program says, as far as somebody will read it: the beginning, where it names its input, and the end, where it fails.

const headLength = 16 * 1024
const tailLength = 48 * 1024

export class BoundedLog {
  #head = ''
  #tail = ''
  #left = 0

  add(text: string): void {
    const room = headLength - this.#head.length
    this.#head += text.slice(0, room)
    this.#tail += text.slice(room)
    // Cut now and then, not with every line.
    if (this.#tail.length > 2 * tailLength) this.#cut()
  }

  get text(): string {
    this.#cut()
    return this.#left === 0
      ? this.#head + this.#tail
      : `${this.#head}\n[${this.#left} characters left out]\n${this.#tail}`
  }

  #cut(): void {
    const over = this.#tail.length - tailLength
    if (over <= 0) return
    this.#tail = this.#tail.slice(over)
    this.#left += over
  }
}
