import { useSubscription } from 'urql'
import { graphql } from './gql/gql.ts'
import { Problem } from './Problem.tsx'

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

/** Follows all changes since a cursor and announces the last one. The cache applies them to the table. */
export function LiveChanges({ since }: { readonly since: string }) {
  const [{ data, error }] = useSubscription(
    { query: BuilderChangesSubscription, variables: { after: since } },
    // SYNCED announces nothing: the last change stays.
    (previous = 'Live', { imageBuilderStateChanged: { kind, imageBuilder } }): string =>
      imageBuilder
        ? `${imageBuilder.name} is ${kind === 'DELETED' ? 'deleted' : imageBuilder.state}`
        : previous,
  )
  return (
    <>
      <p role="status">{data ?? 'Live'}</p>
      {error && <Problem message={`Live changes have ended: ${error.message}`} />}
    </>
  )
}
