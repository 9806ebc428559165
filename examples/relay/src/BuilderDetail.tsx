import { graphql, useLazyLoadQuery } from 'react-relay'
import type { BuilderDetailQuery } from './__generated__/BuilderDetailQuery.graphql.ts'
import { Caught } from './Caught.tsx'

interface BuilderDetailProps {
  /** Global id of the image builder. */
  readonly id: string
  /** Number of the attempt: another one reads the builder again. */
  readonly attempt: number
}

/** Details of an image builder. Its state comes from the store, so that it is live, too. */
export function BuilderDetail({ id, attempt }: BuilderDetailProps) {
  const { node: builder } = useLazyLoadQuery<BuilderDetailQuery>(
    graphql`
      query BuilderDetailQuery($id: ID!) {
        node(id: $id) {
          __typename
          ... on ImageBuilder {
            name
            description
            state
            instanceType
            platform
            createdTime
            imageBuilderErrors {
              errorMessage
            }
            image @catch {
              name
              state
            }
            createdImages(first: 5) @catch {
              edges {
                node {
                  name
                }
              }
            }
          }
        }
      }
    `,
    { id },
    { fetchKey: attempt },
  )
  if (builder?.__typename !== 'ImageBuilder') return <p>This image builder no longer exists.</p>
  return (
    <>
      <h2 id="detail">{builder.name}</h2>
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
        <dd>
          <Caught field={builder.image}>{({ name, state }) => `${name} (${state})`}</Caught>
        </dd>
        <dt>Images made on it</dt>
        <dd>
          <Caught field={builder.createdImages}>
            {({ edges }) => edges.map(({ node }) => node.name).join(', ')}
          </Caught>
        </dd>
        <dt>Errors</dt>
        <dd>{builder.imageBuilderErrors.map(({ errorMessage }) => errorMessage).join(' ') || '–'}</dd>
      </dl>
    </>
  )
}
