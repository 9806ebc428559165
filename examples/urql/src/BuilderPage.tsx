import { useQuery } from 'urql'
import { Problem } from '../../shared/Problem.tsx'
import { BuilderRow } from './BuilderRow.tsx'
import { messageOf } from './client.ts'
import { graphql } from './gql/gql.ts'

export const PAGE_SIZE = 10

export const BuildersQuery = graphql(/* GraphQL */ `
  query Builders($first: Int!, $after: String) {
    imageBuilders(first: $first, after: $after) {
      changeCursor
      totalCount
      isStale
      observedAt
      edges {
        node {
          id
          ...BuilderRow
        }
      }
      failures {
        code
        message
        target {
          accountId
          region
        }
      }
      pageInfo {
        endCursor
        hasNextPage
      }
    }
  }
`)

interface BuilderPageProps {
  readonly after?: string | null
  /** Number of pages to show from here. */
  readonly pages: number
  readonly onSelect: (arn: string) => void
  readonly onMore: () => void
}

/**
 * Page of the table, which renders the next one. Each is a query of its own, so that all are read again when a builder
 * has been created or deleted, and none is left out or repeated between two of them.
 */
export function BuilderPage({ after = null, pages, onSelect, onMore }: BuilderPageProps) {
  const [{ data, error, fetching }, reload] = useQuery({
    query: BuildersQuery,
    variables: { first: PAGE_SIZE, after },
  })
  const list = data?.imageBuilders
  const { endCursor, hasNextPage } = list?.pageInfo ?? {}
  return (
    <>
      <tbody>
        {list?.edges.map(({ node }) => (
          <BuilderRow key={node.id} builder={node} onSelect={onSelect} />
        ))}
        {/* The list shows the error of the first page, which is the same query. */}
        {error && after !== null && (
          <tr>
            <td colSpan={5}>
              <Problem message={messageOf(error)} onRetry={() => reload({ requestPolicy: 'network-only' })} />
            </td>
          </tr>
        )}
      </tbody>
      {hasNextPage && pages > 1 ? (
        <BuilderPage after={endCursor} pages={pages - 1} onSelect={onSelect} onMore={onMore} />
      ) : (
        <tfoot>
          <tr>
            <td colSpan={5}>
              {hasNextPage && (
                <button type="button" onClick={onMore}>
                  Load more
                </button>
              )}
              {fetching && <span role="status">Loading …</span>}
            </td>
          </tr>
        </tfoot>
      )}
    </>
  )
}
