import { LRUCache } from 'lru-cache'
import { z } from 'zod'
import type { Target } from '../../appstream/target.ts'
import type { Clock } from '../../clock.ts'
import type { Shared } from '../../shared/shared.ts'

/** Resource that a mutation creates or to which it refers. */
export interface ReferredResource {
  readonly target: Pick<Target, 'key'>
  /** Resource type in the ARN, for example `fleet`. */
  readonly resourceType: string
  readonly name: string
}

/** Record of resources that any replica created recently, which AWS may not yet find everywhere. */
export interface RecentCreations {
  add(resource: ReferredResource): void
  /** Removes a deleted resource. */
  delete(resource: ReferredResource): void
  has(resource: ReferredResource): boolean
}

/** Other tools, for example the Terraform provider, retry for the same time. */
const RECENT_MS = 900_000
/** Maximum number of entries. The least recently created one is evicted first. */
const MAX_KEPT = 10_000

/** Creation or deletion of the resource with a key. */
const commitSchema = z.object({ key: z.string(), isCreated: z.boolean() })
const savedSchema = z.array(z.tuple([z.string(), z.number()]))

type CreationCommit = z.infer<typeof commitSchema>

/** Creates a record of recent creations, which the replicas share. */
export function createRecentCreations(clock: Clock, shared: Shared): RecentCreations {
  const createdAt = new LRUCache<string, number>({ max: MAX_KEPT })
  const keyOf = ({ target, resourceType, name }: ReferredResource) => `${target.key} ${resourceType} ${name}`
  const isRecent = (created: number) => clock.now() - created < RECENT_MS

  const { propose } = shared.journal<CreationCommit | undefined>('recent-creations', {
    apply(commit, { at }) {
      if (commit?.isCreated) createdAt.set(commit.key, at)
      else if (commit !== undefined) createdAt.delete(commit.key)
    },
    encode: (commit) => ({ delta: commit }),
    decode: (delta) => commitSchema.safeParse(delta).data,
    // Oldest first, so that all replicas evict the same ones.
    save: ({ toEngineTime }) =>
      [...createdAt.entries()]
        .reverse()
        .filter(([, created]) => isRecent(created))
        .map(([key, created]) => [key, toEngineTime(created)]),
    restore(saved, _meta, { toLocalTime }) {
      createdAt.clear()
      for (const [key, created] of savedSchema.safeParse(saved).data ?? []) {
        createdAt.set(key, toLocalTime(created))
      }
    },
  })

  /** Commits in the background: the record only explains errors of later mutations. */
  function commit(resource: ReferredResource, isCreated: boolean): void {
    void propose(() => ({ key: keyOf(resource), isCreated }), { isWrite: true })
  }

  return {
    add: (resource) => commit(resource, true),
    delete(resource) {
      if (createdAt.has(keyOf(resource))) commit(resource, false)
    },
    has(resource) {
      // Asking about a resource does not make it more recent.
      const created = createdAt.peek(keyOf(resource))
      return created !== undefined && isRecent(created)
    },
  }
}
