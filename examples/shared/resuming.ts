/** Operation as graphql-ws and graphql-sse send it. */
export interface Operation {
  readonly query: string
  readonly variables?: Record<string, unknown> | null | undefined
}

/** Result of an operation, or one event of a subscription. */
export interface Result {
  readonly data?: Readonly<Record<string, unknown>> | null | undefined
  readonly errors?: readonly { readonly message: string }[] | undefined
}

/** Receiver of results. After `error` or `complete`, no results follow. */
export interface Sink {
  next(result: Result): void
  error(error: unknown): void
  complete(): void
}

/** Client of graphql-ws or graphql-sse, as far as it is used here. */
export interface SubscriptionClient {
  /** Starts an operation and returns a function that ends it. */
  subscribe(operation: Operation, sink: Sink): () => void
}

/**
 * Wraps a client of graphql-ws or graphql-sse so that subscriptions resume after the last event. By themselves, these
 * clients reconnect, but send the first variables again.
 *
 * A subscription must select `cursor`, and take `after` and `snapshot` from variables of these names. The result can be
 * passed to Apollo Client, urql and Relay.
 */
export function resuming<Client extends SubscriptionClient>(client: Client): Client {
  return {
    ...client,
    subscribe(operation: Operation, sink: Sink) {
      const resumption = createResumption(operation)
      let stop = () => {}
      let hasFailed = false
      stop = client.subscribe(
        { ...operation, variables: resumption.variables },
        {
          next(result) {
            if (hasFailed) return
            if (resumption.note(result)) return sink.next(result)
            hasFailed = true
            stop()
            sink.error(
              new Error('The subscription cannot resume: take `after` from a variable `$after: String`.'),
            )
          },
          error: (error) => hasFailed || sink.error(error),
          complete: () => hasFailed || sink.complete(),
        },
      )
      return () => stop()
    },
    iterate() {
      throw new Error('`iterate` does not resume: use `subscribe`.')
    },
  }
}

/** Returns the cursor of an event, whatever the name of its field. */
export function cursorOf({ data }: Result): string | undefined {
  const [event] = Object.values(data ?? {})
  const isEvent = typeof event === 'object' && event !== null && 'cursor' in event
  return isEvent && typeof event.cursor === 'string' ? event.cursor : undefined
}

/** Variables of a subscription, which change with each event. */
interface Resumption {
  readonly variables: Record<string, unknown>
  /** Keeps the cursor of an event. Returns false if the subscription could not resume after it. */
  note(result: Result): boolean
}

function createResumption({ query, variables }: Operation): Resumption {
  const takesAfter = /\$after\b/.test(query)
  let cursor: string | undefined
  return {
    variables: {
      ...variables,
      // Getters, because the client serializes the variables anew for each connection.
      get after() {
        return cursor ?? variables?.['after']
      },
      get snapshot() {
        return cursor === undefined ? variables?.['snapshot'] : false
      },
    },
    note(result) {
      cursor = cursorOf(result) ?? cursor
      return cursor === undefined || takesAfter
    },
  }
}
