/** Connection that subscriptions send their events over. */
export interface Outlet {
  /** Returns undefined while the connection takes more events, otherwise a promise for when to ask again. */
  room(): Promise<void> | undefined
}
