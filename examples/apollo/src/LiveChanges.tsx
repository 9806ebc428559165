import { CombinedGraphQLErrors } from '@apollo/client'
import { useSubscription } from '@apollo/client/react'
import { useState } from 'react'
import { describeChange, LiveStatus } from '../../shared/LiveStatus.tsx'
import { Problem } from '../../shared/Problem.tsx'
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

interface LiveChangesProps {
  /** Cursor after which the changes start. */
  readonly since: string
  /** Called when builders appear or disappear. */
  readonly onListChange: () => void
}

/** Follows all changes and announces the last one. The cache applies changed states to the table. */
export function LiveChanges({ since, onListChange }: LiveChangesProps) {
  const [last, setLast] = useState('')
  const { data, error } = useSubscription(BuilderChangesSubscription, {
    variables: { after: since },
    // Applies an event to the cache even if one of its fields failed.
    errorPolicy: 'all',
    onData({ data: { data } }) {
      if (!data) return
      const { imageBuilderStateChanged: event } = data
      const { kind } = event
      setLast((previous) => describeChange(previous, event))
      if (kind === 'CREATED' || kind === 'DELETED' || kind === 'RESET') onListChange()
    },
    // Called instead of `onData` for such an event, which may be one of these kinds.
    onError: (error) => CombinedGraphQLErrors.is(error) && onListChange(),
  })
  return (
    <>
      <LiveStatus last={last} />
      {error && <Problem message={data ? error.message : `Live changes have ended: ${error.message}`} />}
    </>
  )
}
