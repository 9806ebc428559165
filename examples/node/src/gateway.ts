import { createClient } from 'graphql-sse'
import { resuming, type SubscriptionClient } from '../../shared/resuming.ts'
import type { TypedDocumentString } from './gql/graphql.ts'

/** Connection to the gateway. */
export interface Gateway {
  /** Runs a query or mutation. Reports errors of fields; throws if there is no data. */
  execute<Data, Variables>(
    document: TypedDocumentString<Data, Variables>,
    variables: Variables,
  ): Promise<Data>
  /** Client of server-sent events, which reconnects and resumes. */
  readonly subscriptions: SubscriptionClient
}

/** Options of {@link connect}. */
export interface GatewayOptions {
  readonly url: string
  /** Returns a token that is valid now; undefined for a gateway without authentication. */
  readonly getToken: () => Promise<string | undefined>
  /** Receives the errors of fields, beside which there is data. */
  readonly onErrors: (messages: readonly string[]) => void
}

/** Body of a response. */
interface Response<Data> {
  readonly data?: Data | null
  readonly errors?: readonly { readonly message: string }[]
}

/** Connects to the gateway. */
export function connect({ url, getToken, onErrors }: GatewayOptions): Gateway {
  async function headers(): Promise<Record<string, string>> {
    const token = await getToken()
    return token === undefined ? {} : { authorization: `Bearer ${token}` }
  }

  return {
    async execute<Data, Variables>(document: TypedDocumentString<Data, Variables>, variables: Variables) {
      const response = await fetch(url, {
        method: 'POST',
        headers: {
          ...(await headers()),
          accept: 'application/graphql-response+json',
          'content-type': 'application/json',
        },
        body: JSON.stringify({ query: document.toString(), variables }),
      })
      // A proxy answers in its own words if it does not reach the gateway.
      if (!response.headers.get('content-type')?.includes('json'))
        throw new Error(`The gateway cannot be reached: HTTP ${response.status}.`)
      // The gateway's schema guarantees the type.
      const { data, errors = [] } = (await response.json()) as Response<Data>
      const messages = errors.map(({ message }) => message)
      if (data == null) throw new Error(messages.join('\n'))
      if (messages.length > 0) onErrors(messages)
      return data
    },
    subscriptions: resuming(
      createClient({
        url,
        headers,
        retryAttempts: Number.POSITIVE_INFINITY,
        retry: () => new Promise((resolve) => setTimeout(resolve, 500 + 1000 * Math.random())),
      }),
    ),
  }
}
