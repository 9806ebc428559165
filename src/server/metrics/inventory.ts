import type { Target } from '../../appstream/target.ts'
import type { Inventory } from '../../inventory/inventory.ts'
import type { Located, MetricsSources } from './sources.ts'

/** What the inventory has to tell operators. */
export function inventorySources({
  targets,
  of,
  feeds,
}: Inventory): Pick<MetricsSources, 'watchers' | 'subscribers'> {
  return {
    watchers: () =>
      targets.flatMap((target) =>
        Object.entries(of(target).watch).map(([kind, { watcher }]) => ({
          kind,
          ...locate(target),
          isRunning: watcher.isRunning(),
          isFailing: watcher.lastError() !== undefined,
        })),
      ),
    subscribers: () => Object.entries(feeds).map(([kind, feed]) => ({ kind, ...feed.load() })),
  }
}

/** A target as metrics label it. */
export function locate({ accountId: account, region }: Target): Located {
  return { account, region }
}
