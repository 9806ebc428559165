import { Suspense, useState } from 'react'
import { graphql, useLazyLoadQuery } from 'react-relay'
import { DetailDialog } from '../../shared/DetailDialog.tsx'
import type { AppQuery } from './__generated__/AppQuery.graphql.ts'
import { BuilderDetail } from './BuilderDetail.tsx'
import { BuilderList } from './BuilderList.tsx'
import { ErrorBoundary } from './ErrorBoundary.tsx'

/** Page with all image builders, and the details of one. */
export function App() {
  const [selected, setSelected] = useState<string>()
  return (
    <main>
      <h1>Image builders</h1>
      <ErrorBoundary>
        {(attempt) => (
          <Suspense fallback={<p role="status">Loading …</p>}>
            <Builders attempt={attempt} onSelect={setSelected} />
          </Suspense>
        )}
      </ErrorBoundary>
      {selected && (
        <DetailDialog onClose={() => setSelected(undefined)}>
          <ErrorBoundary>
            {(attempt) => (
              <Suspense fallback={<p role="status">Loading …</p>}>
                <BuilderDetail id={selected} attempt={attempt} />
              </Suspense>
            )}
          </ErrorBoundary>
        </DetailDialog>
      )}
    </main>
  )
}

interface BuildersProps {
  /** Number of the attempt: another one reads the list again. */
  readonly attempt: number
  readonly onSelect: (id: string) => void
}

function Builders({ attempt, onSelect }: BuildersProps) {
  const query = useLazyLoadQuery<AppQuery>(
    graphql`
      query AppQuery {
        ...BuilderList_query
      }
    `,
    {},
    { fetchKey: attempt, fetchPolicy: 'store-and-network' },
  )
  return <BuilderList query={query} onSelect={onSelect} />
}
