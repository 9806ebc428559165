import { startTransition, useState } from 'react'
import { graphql, usePaginationFragment } from 'react-relay'
import { ListCaption } from '../../shared/ListCaption.tsx'
import { Problem } from '../../shared/Problem.tsx'
import type { BuilderList_query$key } from './__generated__/BuilderList_query.graphql.ts'
import type { BuilderListPaginationQuery } from './__generated__/BuilderListPaginationQuery.graphql.ts'
import { BuilderRow } from './BuilderRow.tsx'
import { LiveChanges } from './LiveChanges.tsx'

const PAGE_SIZE = 10
/** The gateway's limit of `first`. */
const MAX_PAGE_SIZE = 100

interface BuilderListProps {
  readonly query: BuilderList_query$key
  readonly onSelect: (id: string) => void
}

/** Table of image builders, which grows page by page and follows their states. */
export function BuilderList({ query, onSelect }: BuilderListProps) {
  const { data, hasNext, isLoadingNext, loadNext, refetch } = usePaginationFragment<
    BuilderListPaginationQuery,
    BuilderList_query$key
  >(
    graphql`
      fragment BuilderList_query on Query
      @argumentDefinitions(count: { type: "Int", defaultValue: 10 }, cursor: { type: "String" })
      @refetchable(queryName: "BuilderListPaginationQuery") {
        imageBuilders(first: $count, after: $cursor) @connection(key: "BuilderList_imageBuilders") {
          changeCursor
          totalCount
          isStale
          observedAt
          edges {
            node {
              id
              ...BuilderRow_builder
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
        }
      }
    `,
    query,
  )
  const list = data.imageBuilders
  const [pageProblem, setPageProblem] = useState<string>()
  const [since, setSince] = useState(list?.changeCursor)
  // Later reads of the list do not restart the subscription, which resumes by itself.
  if (list && since === undefined) setSince(list.changeCursor)

  /** Reads all loaded pages at once, so that none repeats or leaves out a builder. */
  function reload() {
    const pages = Math.max(1, Math.ceil((list?.edges.length ?? 0) / PAGE_SIZE))
    const count = Math.min(pages * PAGE_SIZE, MAX_PAGE_SIZE)
    // A transition keeps the table on the screen.
    startTransition(() => {
      refetch({ count }, { fetchPolicy: 'network-only' })
    })
  }

  /** Appends the next page, or shows why it cannot be read. */
  function loadMore() {
    setPageProblem(undefined)
    loadNext(PAGE_SIZE, { onComplete: (error) => setPageProblem(error?.message) })
  }

  if (!list) return <Problem message="No account and region could be read." onRetry={reload} />
  return (
    <>
      {list.failures.map(({ target, code, message }) => (
        <Problem
          key={`${target.accountId} ${target.region}`}
          message={`${target.region} is missing: ${message}`}
          code={code}
        />
      ))}
      {since && <LiveChanges since={since} onListChange={reload} />}
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
              <BuilderRow key={node.id} builder={node} onSelect={() => onSelect(node.id)} />
            ))}
          </tbody>
        </table>
      </div>
      {hasNext && (
        <button type="button" disabled={isLoadingNext} onClick={loadMore}>
          Load more
        </button>
      )}
      {pageProblem && <Problem message={pageProblem} />}
    </>
  )
}
