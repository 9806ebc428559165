import { askForToken } from './access.ts'

const UNREACHABLE = 'The gateway cannot be reached.'
const UNAUTHENTICATED = 401

/**
 * Sends a request to the gateway. Rejects with one message whether the network fails or a proxy does, and with another
 * if the token is missing or rejected.
 */
export const fetchGateway: typeof fetch = async (input, init) => {
  const response = await fetch(input, init).catch((cause: unknown) => {
    // Clients abort requests whose result they no longer need, and expect the original error.
    throw init?.signal?.aborted ? cause : new Error(UNREACHABLE, { cause })
  })
  // The gateway answers with JSON, and a proxy that does not reach it with text or HTML.
  if (!response.headers.get('content-type')?.includes('json')) throw new Error(UNREACHABLE)
  if (response.status === UNAUTHENTICATED) throw new Error(askForToken(await reasonOf(response)))
  return response
}

/** Returns the messages of an answer without data. */
async function reasonOf(response: Response): Promise<string> {
  // The gateway's errors have this type.
  const { errors = [] } = (await response.json()) as { errors?: readonly { readonly message: string }[] }
  return errors.map(({ message }) => message).join(' ')
}
