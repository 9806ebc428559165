import type { ChannelParts } from './feed/channel.ts'
import { createFeed, type Feed } from './feed/feed.ts'
import type { Kind } from './kind.ts'
import type { AnyResource } from './resources.ts'
import { createViews, type Views } from './views.ts'

/** The feeds and merged views of the declared kinds, over all targets; each is created at its first use. */
export interface KindFeeds {
  /** Returns the changes of a kind. */
  feedOf<Item extends AnyResource>(kind: Kind<Item>): Feed<Item>
  /** Returns the merged views of a kind, shared by all callers: each is of the snapshots that its caller may see. */
  viewsOf<Item extends AnyResource>(kind: Kind<Item>): Views<Item>
  /** Returns the feeds created so far, by the plural of their kinds. */
  feeds(): ReadonlyMap<string, Pick<Feed<AnyResource>, 'load'>>
  /** Ends every subscription, and those that are begun later. */
  close(): void
}

/** Creates the registry of feeds and views; those of `kinds` are there from the start. */
export function createKindFeeds(parts: ChannelParts, kinds: readonly Kind[] = []): KindFeeds {
  const feeds = new Map<string, Feed<AnyResource>>()
  const views = new Map<string, Views<AnyResource>>()
  let isClosed = false
  const registry: KindFeeds = {
    feedOf<Item extends AnyResource>(kind: Kind<Item>): Feed<Item> {
      // The value under a kind is the feed of that kind.
      const known = feeds.get(kind.plural) as unknown as Feed<Item> | undefined
      if (known !== undefined) return known
      const feed = createFeed<Item>(parts)
      if (isClosed) feed.close()
      feeds.set(kind.plural, feed as unknown as Feed<AnyResource>)
      return feed
    },
    viewsOf<Item extends AnyResource>(kind: Kind<Item>): Views<Item> {
      const known = views.get(kind.plural) as unknown as Views<Item> | undefined
      if (known !== undefined) return known
      const created = createViews<Item>(undefined, (item) => kind.keyOf(item))
      views.set(kind.plural, created as unknown as Views<AnyResource>)
      return created
    },
    feeds: () => feeds,
    close() {
      isClosed = true
      for (const feed of feeds.values()) feed.close()
    },
  }
  for (const kind of kinds) registry.feedOf(kind)
  return registry
}
