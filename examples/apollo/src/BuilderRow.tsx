import { useMutation } from '@apollo/client/react'
import { MutationProblem } from '../../shared/Problem.tsx'
import { graphql } from './gql/gql.ts'
import type { BuilderRowFragment } from './gql/graphql.ts'

export const BuilderRowFragmentDocument = graphql(/* GraphQL */ `
  fragment BuilderRow on ImageBuilder {
    id
    arn
    name
    state
    availableActions
    image {
      id
      name
      baseImage {
        id
        name
      }
    }
  }
`)

const StartBuilderMutation = graphql(/* GraphQL */ `
  mutation StartBuilder($arn: ID!) {
    startImageBuilder(input: { arn: $arn }) {
      ... on StartImageBuilderPayload {
        imageBuilder {
          ...BuilderRow
        }
      }
      ...AppStreamError
    }
  }
`)

const StopBuilderMutation = graphql(/* GraphQL */ `
  mutation StopBuilder($arn: ID!) {
    stopImageBuilder(input: { arn: $arn }) {
      ... on StopImageBuilderPayload {
        imageBuilder {
          ...BuilderRow
        }
      }
      ...AppStreamError
    }
  }
`)

interface BuilderRowProps {
  readonly builder: BuilderRowFragment
  readonly onSelect: (arn: string) => void
}

/** Row of an image builder, which can be started and stopped. */
export function BuilderRow({ builder, onSelect }: BuilderRowProps) {
  const { arn, name, state, availableActions, image } = builder
  const [start, started] = useMutation(StartBuilderMutation, { variables: { arn } })
  const [stop, stopped] = useMutation(StopBuilderMutation, { variables: { arn } })
  const isBusy = started.loading || stopped.loading
  return (
    <tr>
      <th scope="row">
        <button type="button" onClick={() => onSelect(arn)}>
          {name}
        </button>
      </th>
      <td>{state}</td>
      <td>{image?.name ?? '–'}</td>
      <td>{image?.baseImage?.name ?? '–'}</td>
      <td>
        <button
          type="button"
          disabled={isBusy || !availableActions.includes('START')}
          onClick={() => start()}
        >
          Start
        </button>
        <button type="button" disabled={isBusy || !availableActions.includes('STOP')} onClick={() => stop()}>
          Stop
        </button>
        <MutationProblem error={started.error} result={started.data?.startImageBuilder} />
        <MutationProblem error={stopped.error} result={stopped.data?.stopImageBuilder} />
      </td>
    </tr>
  )
}
