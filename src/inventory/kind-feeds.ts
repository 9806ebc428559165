import type { ChannelDependencies } from './feed/channel.ts'
import { createFeed, type Feed } from './feed/feed.ts'
import type { ItemKind, Kind } from './kind.ts'
import { createKindMap, type TypeFamily } from './kind-map.ts'
import type { AnyResource } from './resources.ts'
import { createViews, type Views } from './views.ts'

/** Feeds and merged views of the declared kinds over all targets, created on first use. */
export interface KindFeeds {
  /** Returns the feed of a kind. */
  feedOf<Item extends AnyResource>(kind: Kind<Item>): Feed<Item>
  /** Returns the merged views of a kind. All callers share them, and pass only snapshots that they may see. */
  viewsOf<Item extends AnyResource>(kind: ItemKind<Item>): Views<Item>
  /** Returns the feeds created so far, by the plural of their kinds. */
  feeds(): ReadonlyMap<string, Pick<Feed<AnyResource>, 'load'>>
  /** Ends every subscription; later ones end at once. */
  close(): void
}

interface FeedFamily extends TypeFamily {
  readonly value: Feed<this['item']>
}

interface ViewsFamily extends TypeFamily {
  readonly value: Views<this['item']>
}

/** Creates the registry of feeds and views, with the feeds of `kinds`. */
export function createKindFeeds(dependencies: ChannelDependencies, kinds: readonly Kind[] = []): KindFeeds {
  const feeds = createKindMap<FeedFamily>()
  const views = createKindMap<ViewsFamily>()
  let isClosed = false

  function feedOf<Item extends AnyResource>(kind: Kind<Item>): Feed<Item> {
    return feeds.of(kind, () => {
      const feed = createFeed<Item>(dependencies)
      if (isClosed) feed.close()
      return feed
    })
  }

  for (const kind of kinds) feedOf(kind)
  return {
    feedOf,
    viewsOf: <Item extends AnyResource>(kind: ItemKind<Item>) =>
      views.of(kind, () => createViews<Item>(undefined, (item) => kind.keyOf(item))),
    feeds: feeds.all,
    close() {
      isClosed = true
      for (const feed of feeds.all().values()) feed.close()
    },
  }
}
