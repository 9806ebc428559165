import { type Beginning, type Channel, type ChannelParts, openChannel } from './channel.ts'
import type { Interest } from './interest.ts'
import { createSharedEvents } from './shared-events.ts'
import { createSubscriber, type Subscriber } from './subscriber.ts'

/** Subscriptions to the changes of one kind. */
export interface Feed<Item> {
  /** Subscribes. Subscriptions with the same key share the filter and the events. */
  subscribe(key: string, interest: Interest<Item>, beginning: Beginning): Subscriber<Item>
  /** Returns the number of subscribers, and of events queued for slow ones. */
  load(): { readonly subscribers: number; readonly queuedEvents: number }
  /** Ends every subscription; later ones end at once and start no polling. */
  close(): void
}

/** Creates a feed; polling starts with the first subscription. */
export function createFeed<Item>(parts: ChannelParts): Feed<Item> {
  const channels = new Map<string, Channel<Item>>()
  const channelParts = { ...parts, sharedEvents: createSharedEvents<Item>(parts) }
  let isClosed = false
  return {
    subscribe(key, interest, beginning) {
      if (isClosed) return createEnded()
      const known = channels.get(key)
      if (known !== undefined) return known.join(beginning)
      const channel = openChannel(interest, channelParts, () => channels.delete(key))
      channels.set(key, channel)
      return channel.join(beginning)
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
