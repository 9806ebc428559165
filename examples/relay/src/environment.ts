import { createClient, type FormattedExecutionResult } from 'graphql-ws'
import {
  Environment,
  type FetchFunction,
  type GraphQLResponse,
  Network,
  Observable,
  type PayloadData,
  RecordSource,
  Store,
} from 'relay-runtime'
import { resuming } from '../../shared/resuming.ts'

const URL = `${location.origin}/graphql`

/** Creates an environment, which follows events over a WebSocket that reconnects. */
export function createEnvironment(): Environment {
  const webSocket = resuming(
    createClient({
      url: URL.replace('http', 'ws'),
      retryAttempts: Number.POSITIVE_INFINITY,
      shouldRetry: () => true,
      // Spread over a second, so that a deploy does not bring all clients back at once.
      retryWait: () => new Promise((resolve) => setTimeout(resolve, 500 + 1000 * Math.random())),
      keepAlive: 12_000,
    }),
  )
  return new Environment({
    store: new Store(new RecordSource()),
    network: Network.create(fetchOperation, ({ text, name }, variables) =>
      Observable.create((sink) =>
        webSocket.subscribe<PayloadData>(
          { query: text ?? '', operationName: name, variables },
          {
            next: (result) => sink.next(toResponse(result)),
            error: (error) => sink.error(toError(error)),
            complete: () => sink.complete(),
          },
        ),
      ),
    ),
  })
}

const fetchOperation: FetchFunction = async ({ text, name }, variables) => {
  const response = await fetch(URL, {
    method: 'POST',
    headers: { accept: 'application/graphql-response+json', 'content-type': 'application/json' },
    body: JSON.stringify({ query: text, operationName: name, variables }),
  })
  // A proxy answers in its own words if it does not reach the gateway.
  if (!response.headers.get('content-type')?.includes('json'))
    throw new Error(`The gateway cannot be reached: HTTP ${response.status}.`)
  return response.json()
}

/** Converts a result to Relay's types: a response without data has no member `data`. */
function toResponse({ data, errors = [] }: FormattedExecutionResult<PayloadData, unknown>): GraphQLResponse {
  const payloadErrors = errors.map(({ message, path }) => ({ message, ...(path && { path: [...path] }) }))
  return data ? { data, errors: payloadErrors } : { errors: payloadErrors }
}

/** Converts the end of a subscription: errors of GraphQL, or the close of the WebSocket. */
function toError(reason: unknown): Error {
  if (reason instanceof Error) return reason
  if (reason instanceof CloseEvent)
    return new Error(`the connection was closed (${reason.code} ${reason.reason})`)
  if (Array.isArray(reason)) return new Error(reason.map(({ message }) => message).join(' '))
  return new Error(String(reason))
}
