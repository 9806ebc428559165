/** Makes a value for each key, and keeps those of the `max` keys that were asked for last. */
export function keepLatest<Key, Value>(max: number, make: (key: Key) => Value): (key: Key) => Value {
  const kept = new Map<Key, Value>()
  return (key) => {
    const value = kept.get(key) ?? make(key)
    // A map has its keys in the order of their setting.
    kept.delete(key)
    kept.set(key, value)
    for (const oldest of kept.keys()) {
      if (kept.size <= max) break
      kept.delete(oldest)
    }
    return value
  }
}
