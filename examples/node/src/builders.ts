import { followLive } from '../../shared/live-map.ts'
import type { Gateway } from './gateway.ts'
import { graphql } from './gql/gql.ts'
import type {
  AppStreamErrorFragment,
  BuilderFragment,
  BuilderStatesSubscription,
  BuildersQuery,
  ImageBuilderState,
} from './gql/graphql.ts'

const BuildersDocument = graphql(/* GraphQL */ `
  query Builders($after: String) {
    imageBuilders(first: 100, after: $after) {
      nodes {
        ...Builder
      }
      failures {
        message
        target {
          region
        }
      }
      pageInfo {
        endCursor
        hasNextPage
      }
    }
  }

  fragment Builder on ImageBuilder {
    id
    arn
    name
    state
    image {
      name
      baseImage {
        name
      }
    }
  }
`)

const StartDocument = graphql(/* GraphQL */ `
  mutation Start($arn: ID!) {
    startImageBuilder(input: { arn: $arn }) {
      ... on StartImageBuilderPayload {
        imageBuilder {
          ...Builder
        }
      }
      ...AppStreamError
    }
  }
`)

const StopDocument = graphql(/* GraphQL */ `
  mutation Stop($arn: ID!) {
    stopImageBuilder(input: { arn: $arn }) {
      ... on StopImageBuilderPayload {
        imageBuilder {
          ...Builder
        }
      }
      ...AppStreamError
    }
  }
`)

const BuilderStatesDocument = graphql(/* GraphQL */ `
  subscription BuilderStates($arns: [ID!], $after: String, $snapshot: Boolean) {
    imageBuilderStateChanged(arns: $arns, after: $after, snapshot: $snapshot) {
      kind
      cursor
      imageBuilder {
        ...Builder
      }
    }
  }
`)

/** Typed error of a mutation. */
export class MutationError extends Error {
  readonly code: string
  readonly retryable: boolean

  constructor({ code, message, retryable }: AppStreamErrorFragment) {
    super(message)
    this.code = code
    this.retryable = retryable
  }
}

/** Reads all image builders, page by page. */
export async function* listBuilders(gateway: Gateway): AsyncGenerator<BuilderFragment> {
  let after: string | null = null
  do {
    const { imageBuilders: page }: BuildersQuery = await gateway.execute(BuildersDocument, { after })
    if (page == null) throw new Error('No account and region could be read.')
    for (const { message, target } of page.failures) console.warn(`${target.region} is missing: ${message}`)
    yield* page.nodes
    after = page.pageInfo.hasNextPage ? (page.pageInfo.endCursor ?? null) : null
  } while (after !== null)
}

/** Starts an image builder. */
export async function startBuilder(gateway: Gateway, arn: string): Promise<BuilderFragment> {
  const { startImageBuilder: result } = await gateway.execute(StartDocument, { arn })
  if ('code' in result) throw new MutationError(result)
  return result.imageBuilder
}

/** Stops an image builder. */
export async function stopBuilder(gateway: Gateway, arn: string): Promise<BuilderFragment> {
  const { stopImageBuilder: result } = await gateway.execute(StopDocument, { arn })
  if ('code' in result) throw new MutationError(result)
  return result.imageBuilder
}

/**
 * Resolves once an image builder is in a state. Rejects if it fails or is deleted, and when the signal aborts. A restart
 * of the gateway interrupts the wait, but does not end it.
 */
export function waitForState(
  gateway: Gateway,
  arn: string,
  wanted: ImageBuilderState,
  signal: AbortSignal,
): Promise<BuilderFragment> {
  return new Promise((resolve, reject) => {
    const stop = followLive<BuilderStatesSubscription['imageBuilderStateChanged'], BuilderFragment>(
      gateway.subscriptions,
      {
        query: BuilderStatesDocument.toString(),
        variables: { arns: [arn], snapshot: true },
        itemOf: ({ imageBuilder }) => imageBuilder,
        onChange({ items, isComplete, failures }) {
          const [builder] = items.values()
          if (builder?.state === wanted) end(() => resolve(builder))
          else if (builder?.state === 'FAILED') end(() => reject(new Error(`${builder.name} has failed.`)))
          else if (isComplete && builder === undefined && failures.length === 0)
            end(() => reject(new Error(`${arn} no longer exists.`)))
        },
        onErrors: (errors) => end(() => reject(new Error(errors.map(({ message }) => message).join('\n')))),
        onEnd: (error) => end(() => reject(error ?? new Error('The gateway has ended the subscription.'))),
      },
    )
    const onAbort = () => end(() => reject(signal.reason))
    signal.addEventListener('abort', onAbort, { once: true })

    function end(settle: () => void): void {
      signal.removeEventListener('abort', onAbort)
      settle()
      stop()
    }
  })
}
