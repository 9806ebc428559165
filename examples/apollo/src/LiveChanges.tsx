import { useSubscription } from '@apollo/client/react'
import { useState } from 'react'
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

interface LiveChangesProps {
  /** Cursor after which the changes start. */
  readonly since: string
  /** Called when builders appear or disappear. */
  readonly onListChange: () => void
}

/** Follows all changes and announces the last one. The cache applies changed states to the table. */
export function LiveChanges({ since, onListChange }: LiveChangesProps) {
  const [last, setLast] = useState('Live')
  const { error } = useSubscription(BuilderChangesSubscription, {
    variables: { after: since },
    onData({ data: { data } }) {
      if (!data) return
      const { kind, imageBuilder } = data.imageBuilderStateChanged
      if (imageBuilder)
        setLast(`${imageBuilder.name} is ${kind === 'DELETED' ? 'deleted' : imageBuilder.state}`)
      if (kind === 'CREATED' || kind === 'DELETED' || kind === 'RESET') onListChange()
    },
  })
  return (
    <>
      <p role="status">{last}</p>
      {error && <Problem message={`Live changes have ended: ${error.message}`} />}
    </>
  )
}
