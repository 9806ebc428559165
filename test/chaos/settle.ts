import { setTimeout as wait } from 'node:timers/promises'
import type { Crew } from './crew.ts'
import type { Followers } from './followers.ts'
import { readAll, sharedStatus } from './requests.ts'
import type { ChaosKind } from './truth.ts'
import { POLL_MS, type World } from './world.ts'

/** Overlays of mutations hide the state at AWS for at most 30 s. */
const SETTLE_MS = 45_000

/** Waits until every replica and subscriber shows what AWS has; reports those that do not. */
export async function settle(
  world: World,
  crew: Crew,
  followers: Followers,
  violate: (text: string) => void,
): Promise<void> {
  const deadline = performance.now() + SETTLE_MS
  for (;;) {
    const problems = await compare(world, crew, followers)
    if (problems.length === 0) return
    if (performance.now() > deadline) return problems.forEach(violate)
    await wait(POLL_MS)
  }
}

async function compare(
  { truth }: World,
  crew: Crew,
  { all: followers }: Followers,
): Promise<readonly string[]> {
  const problems: string[] = []
  for (const kind of ['fleet', 'builder'] as const satisfies ChaosKind[]) {
    for (const replica of crew.running()) {
      const status = await sharedStatus(replica.url)
      if (status !== undefined && status !== 'member') {
        problems.push(`end: replica ${replica.number} is ${status}`)
      }
      const shown = await readAll(replica.url, kind)
      problems.push(...differences(`replica ${replica.number}`, shown ?? new Map(), truth.now(kind)))
    }
    const withoutMarks = new Map(
      [...truth.now(kind)].map(([name, version]) => [name, version.split(', ').slice(0, 2).join(', ')]),
    )
    for (const [index, follower] of followers.entries()) {
      if (follower.kind !== kind) continue
      problems.push(...differences(`subscriber ${index}`, follower.held, withoutMarks))
    }
  }
  return problems
}

function differences(
  who: string,
  shown: ReadonlyMap<string, string>,
  actual: ReadonlyMap<string, string>,
): readonly string[] {
  const names = [...new Set([...shown.keys(), ...actual.keys()])]
  const different = names.filter((name) => shown.get(name) !== actual.get(name))
  const [first] = different
  if (first === undefined) return []
  return [
    `end: ${who} differs from AWS in ${different.length} of ${names.length} resources, for example ${first}: ${shown.get(first)} instead of ${actual.get(first)}`,
  ]
}
