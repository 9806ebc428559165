import { type Channel, type ChannelDependencies, openChannel } from './channel.ts'
import { createSharedEvents } from './shared-events.ts'
import { createSubscriber, type Subscriber } from './subscriber.ts'
import type { SubscriptionFilter, SubscriptionStart } from './subscription.ts'

/** Subscriptions to the changes of one kind. */
export interface Feed<Item> {
  /** Subscribes. Subscriptions with the same key share the filter and the events. */
  subscribe(key: string, filter: SubscriptionFilter<Item>, start: SubscriptionStart): Subscriber<Item>
  /** Returns the number of subscribers, and of events queued for slow ones. */
  load(): { readonly subscribers: number; readonly queuedEvents: number }
  /** Ends every subscription. Later subscriptions end immediately, without polling. */
  close(): void
}

/** Creates a feed; polling starts with the first subscription. */
export function createFeed<Item>(dependencies: ChannelDependencies): Feed<Item> {
  const channels = new Map<string, Channel<Item>>()
  const channelDependencies = { ...dependencies, sharedEvents: createSharedEvents<Item>(dependencies) }
  let isClosed = false
  return {
    subscribe(key, filter, start) {
      if (isClosed) return createEnded()
      const known = channels.get(key)
      if (known !== undefined) return known.join(start)
      const channel = openChannel(filter, channelDependencies, () => channels.delete(key))
      channels.set(key, channel)
      return channel.join(start)
    },
    load() {
      const queued = [...channels.values()].flatMap((channel) =>
        Array.from(channel.subscribers, (subscriber) => subscriber.queued()),
      )
      return { subscribers: queued.length, queuedEvents: queued.reduce((total, each) => total + each, 0) }
    },
    close() {
      isClosed = true
      for (const channel of channels.values()) channel.close()
    },
  }
}

function createEnded<Item>(): Subscriber<Item> {
  const subscriber = createSubscriber<Item>({ maxQueued: 0, onBehind: () => [], onEnd: () => {} })
  subscriber.end()
  return subscriber
}
