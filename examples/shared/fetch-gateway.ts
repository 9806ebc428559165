const UNREACHABLE = 'The gateway cannot be reached.'

/** Sends a request to the gateway. Rejects with one message whether the network fails or a proxy does. */
export const fetchGateway: typeof fetch = async (input, init) => {
  const response = await fetch(input, init).catch((cause: unknown) => {
    // Clients abort requests whose result they no longer need, and expect the original error.
    throw init?.signal?.aborted ? cause : new Error(UNREACHABLE, { cause })
  })
  // The gateway answers with JSON, and a proxy that does not reach it with text or HTML.
  if (!response.headers.get('content-type')?.includes('json')) throw new Error(UNREACHABLE)
  return response
}
