import { setImmediate } from 'node:timers/promises'

const PENDING = Symbol('pending')

/** Resolves to true if a promise is still pending after the tasks that are due. */
export async function isPending(promise: Promise<unknown> | undefined): Promise<boolean> {
  for (let task = 0; task < 10; task++) await setImmediate()
  return (await Promise.race([promise, PENDING])) === PENDING
}
