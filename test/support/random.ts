/** Returns the seed of a test: that of the variable to repeat a run, a fixed one in CI, or else a random one. */
export function seedOf(variable: string): number {
  const given = process.env[variable]
  if (given !== undefined) return Number(given)
  return process.env['CI'] === undefined ? Math.floor(Math.random() * 1_000_000) : 1
}

/** Creates a mulberry32 generator: the same seed yields the same numbers in [0, 1). */
export function seededRandom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
