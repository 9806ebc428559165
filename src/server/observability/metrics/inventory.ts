import type { Target } from '../../../appstream/target.ts'
import type { Inventory } from '../../../inventory/inventory.ts'
import type { Located, MetricsSources } from './sources.ts'

/** Returns the metrics sources of the inventory. */
export function inventorySources({
  targets,
  of,
  kinds,
  snapshots,
}: Inventory): Omit<MetricsSources, 'isReady' | 'connections' | 'webSockets' | 'executions' | 'answerBytes'> {
  return {
    watchers: () =>
      targets.flatMap((target) =>
        Array.from(of(target).kinds.created(), ([kind, { watch }]) => ({
          kind,
          ...locate(target),
          isRunning: watch.watcher.isRunning(),
          isFailing: watch.watcher.lastError() !== undefined,
        })),
      ),
    snapshots: () =>
      snapshots().flatMap(({ kind, target, ageMs }) =>
        ageMs === undefined ? [] : [{ collection: kind, ...locate(target), ageMs }],
      ),
    upstreamQueues: () =>
      targets.flatMap((target) =>
        Object.entries(target.queued).map(([purpose, length]) => ({
          class: purpose,
          ...locate(target),
          length,
        })),
      ),
    circuits: () => targets.map((target) => ({ ...locate(target), state: target.circuit })),
    subscribers: () => Array.from(kinds.feeds(), ([kind, feed]) => ({ kind, ...feed.load() })),
  }
}

/** Returns the labels of a target. */
export function locate({ accountId: account, region }: Target): Located {
  return { account, region }
}
