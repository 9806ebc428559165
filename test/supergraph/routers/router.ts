/** A router of the supergraph, which clients send their operations to. */
export interface Router extends AsyncDisposable {
  readonly url: string
}
