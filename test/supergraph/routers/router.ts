/** Router of the supergraph, which receives client operations. */
export interface Router extends AsyncDisposable {
  readonly url: string
}
