/** Connection over which subscriptions send their events. */
export interface Outlet {
  /** Returns undefined while the connection accepts events, otherwise a promise that resolves when to check again. */
  room(): Promise<void> | undefined
}
