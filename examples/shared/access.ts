/**
 * Returns the access token of the page; undefined without one. Clients call it for every request and every connection,
 * so that an application can return a renewed token.
 */
export type GetToken = () => string | undefined

/** Returns the headers that carry a token, which are also the parameters of a WebSocket. */
export function authorizationOf(getToken: GetToken): { readonly authorization?: string } {
  const token = getToken()
  return token === undefined ? {} : { authorization: `Bearer ${token}` }
}

/** Returns the message for a missing or rejected token, with the gateway's reason. */
export function askForToken(reason: string): string {
  return `Enter a valid access token in the box at the top of the page. ${reason}`
}
