/** Resolves once all replicas know of a change; undefined if they already do, as in a single process. */
export type Settled = Promise<void> | undefined

/** Waits for all of these changes. */
export function settleAll(changes: readonly Settled[]): Settled {
  const awaited = changes.filter((change) => change !== undefined)
  return awaited.length === 0 ? undefined : Promise.all(awaited).then(() => {})
}
