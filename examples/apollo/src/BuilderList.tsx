import { useQuery } from '@apollo/client/react'
import { useState } from 'react'
import { ListCaption } from '../../shared/ListCaption.tsx'
import { Problem } from '../../shared/Problem.tsx'
import { BuilderRow } from './BuilderRow.tsx'
import { graphql } from './gql/gql.ts'
import { LiveChanges } from './LiveChanges.tsx'

const PAGE_SIZE = 10
/** The gateway's limit of `first`. */
const MAX_PAGE_SIZE = 100

const BuildersQuery = graphql(/* GraphQL */ `
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

/** Table of image builders, which grows page by page and follows their states. */
export function BuilderList({ onSelect }: { readonly onSelect: (arn: string) => void }) {
  const [since, setSince] = useState<string>()
  const [pageProblem, setPageProblem] = useState<string>()
  const { data, error, loading, fetchMore, refetch } = useQuery(BuildersQuery, {
    variables: { first: PAGE_SIZE },
  })
  const list = data?.imageBuilders
  // Later reads of the list do not restart the subscription, which resumes by itself.
  if (list && since === undefined) setSince(list.changeCursor)

  /** Reads all loaded pages at once, so that none repeats or leaves out a builder. */
  function reload() {
    const pages = Math.max(1, Math.ceil((list?.edges.length ?? 0) / PAGE_SIZE))
    void refetch({ first: Math.min(pages * PAGE_SIZE, MAX_PAGE_SIZE) })
  }

  /** Appends the next page. Its error is not that of the list, which stays on the screen. */
  async function loadMore() {
    setPageProblem(undefined)
    const { error: pageError } = await fetchMore({
      variables: { first: PAGE_SIZE, after: list?.pageInfo.endCursor },
      // The default of `fetchMore` drops the data of a partial failure.
      errorPolicy: 'all',
    })
    setPageProblem(pageError?.message)
  }

  if (!list && loading) return <p role="status">Loading …</p>
  return (
    <>
      {error && <Problem message={error.message} onRetry={reload} />}
      {list?.failures.map(({ target, code, message }) => (
        <Problem
          key={`${target.accountId} ${target.region}`}
          message={`${target.region} is missing: ${message}`}
          code={code}
        />
      ))}
      {since && <LiveChanges since={since} onListChange={reload} />}
      {list && (
        <div className="scroll">
          <table>
            <ListCaption list={list} />
            <thead>
              <tr>
                <th scope="col">Name</th>
                <th scope="col">State</th>
                <th scope="col">Image</th>
                <th scope="col">Base image</th>
                <th scope="col">Actions</th>
              </tr>
            </thead>
            <tbody>
              {list.edges.map(({ node }) => (
                <BuilderRow key={node.id} builder={node} onSelect={onSelect} />
              ))}
            </tbody>
          </table>
        </div>
      )}
      {list?.pageInfo.hasNextPage && (
        <button type="button" disabled={loading} onClick={loadMore}>
          Load more
        </button>
      )}
      {pageProblem && <Problem message={pageProblem} />}
    </>
  )
}
