import { useQuery } from 'urql'
import { Problem } from '../../shared/Problem.tsx'
import { messageOf } from './client.ts'
import { graphql } from './gql/gql.ts'

const BuilderDetailQuery = graphql(/* GraphQL */ `
  query BuilderDetail($arn: ID!) {
    imageBuilder(arn: $arn) {
      id
      name
      description
      state
      instanceType
      platform
      createdTime
      imageBuilderErrors {
        errorMessage
      }
      image {
        id
        name
        state
      }
      createdImages(first: 5) {
        edges {
          node {
            id
            name
          }
        }
      }
    }
  }
`)

/** Details of an image builder. Its state comes from the cache, so that it is live, too. */
export function BuilderDetail({ arn }: { readonly arn: string }) {
  const [{ data, error, fetching }, reload] = useQuery({ query: BuilderDetailQuery, variables: { arn } })
  const builder = data?.imageBuilder
  return (
    <>
      <h2 id="detail">{builder?.name ?? 'Image builder'}</h2>
      {fetching && <p role="status">Loading …</p>}
      {error && (
        <Problem message={messageOf(error)} onRetry={() => reload({ requestPolicy: 'network-only' })} />
      )}
      {data && !builder && !error && <p>This image builder no longer exists.</p>}
      {builder && (
        <dl>
          <dt>State</dt>
          <dd>{builder.state}</dd>
          <dt>Description</dt>
          <dd>{builder.description ?? '–'}</dd>
          <dt>Instance</dt>
          <dd>
            {builder.instanceType ?? '–'}, {builder.platform ?? '–'}
          </dd>
          <dt>Created</dt>
          <dd>{builder.createdTime ? new Date(builder.createdTime).toLocaleString() : '–'}</dd>
          <dt>Image</dt>
          <dd>{builder.image ? `${builder.image.name} (${builder.image.state})` : '–'}</dd>
          <dt>Images made on it</dt>
          <dd>{builder.createdImages?.edges.map(({ node }) => node.name).join(', ') || '–'}</dd>
          <dt>Errors</dt>
          <dd>{builder.imageBuilderErrors.map(({ errorMessage }) => errorMessage).join(' ') || '–'}</dd>
        </dl>
      )}
    </>
  )
}
