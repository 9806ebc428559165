import type { FormattedExecutionResult } from 'graphql-ws'
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
import { authorizationOf } from '../../shared/access.ts'
import { fetchGateway } from '../../shared/fetch-gateway.ts'
import type { Session } from '../../shared/page.tsx'

/** Creates an environment, which follows events over a WebSocket. */
export function createEnvironment(session: Session): Environment {
  return new Environment({
    store: new Store(new RecordSource()),
    network: Network.create(createFetch(session), ({ text, name }, variables) =>
      Observable.create((sink) =>
        session.webSocket.subscribe<PayloadData>(
          { query: text ?? '', operationName: name, variables },
          {
            next: (result) => sink.next(toResponse(result)),
            error: (error: Error) => sink.error(error),
            complete: () => sink.complete(),
          },
        ),
      ),
    ),
  })
}

function createFetch({ url, getToken }: Session): FetchFunction {
  return async ({ text, name }, variables) => {
    const response = await fetchGateway(url, {
      method: 'POST',
      headers: {
        ...authorizationOf(getToken),
        accept: 'application/graphql-response+json',
        'content-type': 'application/json',
      },
      body: JSON.stringify({ query: text, operationName: name, variables }),
    })
    const answer: FormattedExecutionResult<PayloadData, unknown> = await response.json()
    const { data, errors = [] } = answer
    // Relay does not show the errors of null fields. Without any data, the operation has failed.
    if (errors.length > 0 && Object.values(data ?? {}).every((field) => field === null))
      throw new Error(errors.map(({ message }) => message).join(' '))
    return toResponse(answer)
  }
}

/** Converts a result to Relay's types: a response without data has no member `data`. */
function toResponse({ data, errors = [] }: FormattedExecutionResult<PayloadData, unknown>): GraphQLResponse {
  const payloadErrors = errors.map(({ message, path }) => ({ message, ...(path && { path: [...path] }) }))
  return data ? { data, errors: payloadErrors } : { errors: payloadErrors }
}
