import { useEffect, useMemo, useRef, useState } from 'react'
import { graphql, useSubscription } from 'react-relay'
import { describeChange, LiveStatus } from '../../shared/LiveStatus.tsx'
import { Problem } from '../../shared/Problem.tsx'
import type { LiveChangesSubscription } from './__generated__/LiveChangesSubscription.graphql.ts'

interface LiveChangesProps {
  /** Cursor after which the changes start. */
  readonly since: string
  /** Called when builders appear or disappear. */
  readonly onListChange: () => void
}

/** Follows all changes and announces the last one. The store applies changed states to the table. */
export function LiveChanges({ since, onListChange }: LiveChangesProps) {
  const [last, setLast] = useState('')
  const [failure, setFailure] = useState<string>()
  const latest = useRef(onListChange)
  useEffect(() => {
    latest.current = onListChange
  })
  // Another object would start another subscription.
  const config = useMemo(
    () => ({
      subscription: graphql`
        subscription LiveChangesSubscription($after: String) {
          imageBuilderStateChanged(after: $after) {
            kind
            cursor
            imageBuilder {
              id
              name
              state
              ...BuilderRow_builder
            }
          }
        }
      `,
      variables: { after: since },
      onNext(response: LiveChangesSubscription['response'] | null | undefined) {
        if (!response) return
        const { imageBuilderStateChanged: event } = response
        const { kind } = event
        setLast((previous) => describeChange(previous, event))
        if (kind === 'CREATED' || kind === 'DELETED' || kind === 'RESET') latest.current()
      },
      onError: (error: Error) => setFailure(error.message),
    }),
    [since],
  )
  useSubscription<LiveChangesSubscription>(config)
  return (
    <>
      <LiveStatus last={last} />
      {failure && <Problem message={`Live changes have ended: ${failure}`} />}
    </>
  )
}
