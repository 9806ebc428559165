import { createEventLog, type EventLog } from './event-log.ts'

/** Tabs of GraphiQL. */
export interface Tabs {
  readonly tabs: readonly { readonly id: string }[]
  readonly activeTabIndex: number
}

/** Event logs of the tabs: each tab has that of its last subscription. */
export interface TabLogs {
  /** Starts the log of a subscription in the active tab. */
  start(): EventLog
  /** Removes the log of the active tab. */
  remove(): void
  /** Follows GraphiQL: another active tab, or closed tabs. */
  onTabChange(tabs: Tabs): void
}

/** Options of {@link createTabLogs}. */
export interface TabLogsOptions {
  /** Maximum number of events of each log. */
  readonly maxEvents: number
  readonly now: () => Date
  /** Called with the log of the active tab when it is another one. */
  readonly onShow: (log: EventLog | undefined) => void
  /** Called after each change of a log. */
  readonly onChange: () => void
}

/** Creates the event logs of no tabs. */
export function createTabLogs({ onShow, ...options }: TabLogsOptions): TabLogs {
  const logs = new Map<string | undefined, EventLog>()
  let active: string | undefined
  return {
    start() {
      const log = createEventLog(options)
      logs.set(active, log)
      onShow(log)
      return log
    },
    remove() {
      logs.delete(active)
      onShow(undefined)
    },
    onTabChange({ tabs, activeTabIndex }) {
      active = tabs[activeTabIndex]?.id
      const open = new Set(tabs.map(({ id }) => id))
      for (const id of logs.keys()) if (id !== undefined && !open.has(id)) logs.delete(id)
      onShow(logs.get(active))
    },
  }
}
