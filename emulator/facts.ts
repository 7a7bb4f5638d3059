// What is known of a vendor's operations, and how: beside the routes, for docs/ledger.md. Nothing of it is needed to serve them.

/** Of each operation: the marks of what is known of it, and the section that tells it. */
export type Facts = Readonly<Record<string, readonly [marks: string, where: string]>>

/** What of a vendor's the double does not have. */
export interface NotServed {
  what: string
  /** How it is known that the vendor has it. */
  marks: string
}

export interface VendorFacts {
  /** What the sections are sections of. */
  source: string
  /** What each mark means: vendors are known in different ways. */
  marks: Readonly<Record<string, string>>
  notServed: readonly NotServed[]
}
