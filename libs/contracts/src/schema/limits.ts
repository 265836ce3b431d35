/**
 * The bounds of every event, for the schemas here and for those at the HTTP edge: what a request may say, an event
 * must be able to carry. items * quantity * unitPrice = amount, which stays below Number.MAX_SAFE_INTEGER, so sums
 * of money are exact.
 */
export const limits = {
  /** Characters of a user's or product's id and of any other free identifier. */
  identifier: 255,
  /** Characters of a product's or a person's name. */
  name: 500,
  /** Characters of an e-mail address, as RFC 5321 leaves it. */
  email: 254,
  /** Characters of an address on the web. */
  url: 2048,
  /** Characters of a product's description. */
  description: 10_000,
  /** Characters of a reason or another explanation. */
  explanation: 2000,
  items: 500,
  quantity: 10_000,
  /** Pieces of one product. */
  stock: 1_000_000_000_000,
  /** Minor units. */
  unitPrice: 1_000_000_000,
  /** Minor units of a total. */
  amount: 5_000_000_000_000_000,
  /** What a count of changes can reach: an integer of PostgreSQL. */
  version: 2_147_483_647,
} as const;
