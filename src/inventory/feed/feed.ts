import { type Beginning, type Channel, type ChannelParts, openChannel } from './channel.ts'
import type { Interest } from './interest.ts'
import { createSharedEvents } from './shared-events.ts'
import { createSubscriber, type Subscriber } from './subscriber.ts'

/** The changes of one kind, for any number of subscribers. */
export interface Feed<Item> {
  /** Subscribes; who gives the same key has the same interest, and shares its events. */
  subscribe(key: string, interest: Interest<Item>, beginning: Beginning): Subscriber<Item>
  /** How many subscribe, and how many events wait for the slow ones among them. */
  load(): { readonly subscribers: number; readonly queuedEvents: number }
  /** Ends every subscription; one that is begun later has ended, and nothing is polled for it. */
  close(): void
}

/** Makes a feed; nothing is watched before somebody subscribes. */
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
