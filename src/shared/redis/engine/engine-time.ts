import type { Clock } from '../../../clock.ts'

/** Clock of the engine, which all replicas share. */
export interface EngineTime {
  /** Records the engine's time during a round trip. */
  measured(sentAt: number, receivedAt: number, engineTime: number): void
  toEngine(local: number): number
  toLocal(engine: number): number
}

/** Maximum age of the best measurement. Clocks drift, so a less precise one then replaces it. */
const MAX_AGE_MS = 60_000

export function createEngineTime(clock: Clock): EngineTime {
  let offsetMs = 0
  let best: { readonly roundTripMs: number; readonly at: number } | undefined
  return {
    measured(sentAt, receivedAt, engineTime) {
      const roundTripMs = receivedAt - sentAt
      const isPrecise = best === undefined || roundTripMs <= best.roundTripMs
      const isOld = best !== undefined && clock.now() - best.at > MAX_AGE_MS
      const offset = engineTime - (sentAt + receivedAt) / 2
      // The engine's clock was set, or another node has taken over.
      const isWrong = Math.abs(offset - offsetMs) > roundTripMs + (best?.roundTripMs ?? 0) + 2
      if (!isPrecise && !isOld && !isWrong) return
      offsetMs = offset
      best = { roundTripMs, at: clock.now() }
    },
    toEngine: (local) => local + offsetMs,
    toLocal: (engine) => engine - offsetMs,
  }
}
