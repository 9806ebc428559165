/** First-in, first-out queue. Unlike an array's, its `shift` does not move the remaining items. */
export interface Queue<Item> {
  readonly length: number
  push(item: Item): void
  shift(): Item | undefined
  clear(): void
}

/** Creates an empty queue. */
export function createQueue<Item>(): Queue<Item> {
  let items: Item[] = []
  let first = 0
  return {
    get length() {
      return items.length - first
    },
    push: (item) => void items.push(item),
    shift() {
      const item = items[first]
      first++
      if (first >= items.length) {
        items = []
        first = 0
      }
      return item
    },
    clear() {
      items = []
      first = 0
    },
  }
}
