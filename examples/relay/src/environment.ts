import type { Client, FormattedExecutionResult } from 'graphql-ws'
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
import { fetchGateway } from '../../shared/fetch-gateway.ts'

/** Creates an environment, which follows events over a WebSocket. */
export function createEnvironment(url: string, webSocket: Client): Environment {
  return new Environment({
    store: new Store(new RecordSource()),
    network: Network.create(createFetch(url), ({ text, name }, variables) =>
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

function createFetch(url: string): FetchFunction {
  return async ({ text, name }, variables) => {
    const response = await fetchGateway(url, {
      method: 'POST',
      headers: { accept: 'application/graphql-response+json', 'content-type': 'application/json' },
      body: JSON.stringify({ query: text, operationName: name, variables }),
    })
    return response.json()
  }
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
