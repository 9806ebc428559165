import { useState } from 'react'
import { useQuery } from 'urql'
import { ListCaption } from '../../shared/ListCaption.tsx'
import { Problem } from '../../shared/Problem.tsx'
import { BuilderPage, BuildersQuery, PAGE_SIZE } from './BuilderPage.tsx'
import { messageOf } from './client.ts'
import { LiveChanges } from './LiveChanges.tsx'

/** Table of image builders, which grows page by page and follows their states. */
export function BuilderList({ onSelect }: { readonly onSelect: (arn: string) => void }) {
  const [pages, setPages] = useState(1)
  const [since, setSince] = useState<string>()
  const [{ data, error, fetching }, reload] = useQuery({
    query: BuildersQuery,
    variables: { first: PAGE_SIZE },
  })
  const list = data?.imageBuilders
  // Later reads of the list do not restart the subscription, which resumes by itself.
  if (list && since === undefined) setSince(list.changeCursor)

  if (!list && fetching) return <p role="status">Loading …</p>
  return (
    <>
      {error && (
        <Problem message={messageOf(error)} onRetry={() => reload({ requestPolicy: 'network-only' })} />
      )}
      {list?.failures.map(({ target, code, message }) => (
        <Problem
          key={`${target.accountId} ${target.region}`}
          message={`${target.region} is missing: ${message}`}
          code={code}
        />
      ))}
      {since && <LiveChanges since={since} />}
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
            <BuilderPage pages={pages} onSelect={onSelect} onMore={() => setPages(pages + 1)} />
          </table>
        </div>
      )}
    </>
  )
}
