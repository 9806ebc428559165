import { useSubscription } from 'urql'
import { describeChange, LiveStatus } from '../../shared/LiveStatus.tsx'
import { Problem } from '../../shared/Problem.tsx'
import { messageOf } from './client.ts'
import { graphql } from './gql/gql.ts'

const BuilderChangesSubscription = graphql(/* GraphQL */ `
  subscription BuilderChanges($after: String) {
    imageBuilderStateChanged(after: $after) {
      kind
      cursor
      imageBuilder {
        id
        ...BuilderRow
      }
    }
  }
`)

/** The connection ends with an `Error`, which urql reports as that of the network. Errors of fields do not end it. */
const ENDED = 'Live changes have ended: '

/** Follows all changes since a cursor and announces the last one. The cache applies them to the table. */
export function LiveChanges({ since }: { readonly since: string }) {
  const [{ data, error }] = useSubscription(
    { query: BuilderChangesSubscription, variables: { after: since } },
    (previous = '', { imageBuilderStateChanged }): string =>
      describeChange(previous, imageBuilderStateChanged),
  )
  return (
    <>
      <LiveStatus last={data ?? ''} />
      {error && <Problem message={`${error.networkError ? ENDED : ''}${messageOf(error)}`} />}
    </>
  )
}
