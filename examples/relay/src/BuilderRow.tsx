import { useState } from 'react'
import { graphql, useFragment, useMutation } from 'react-relay'
import { MutationProblem } from '../../shared/Problem.tsx'
import type { BuilderRow_builder$key } from './__generated__/BuilderRow_builder.graphql.ts'
import type { BuilderRowStartMutation } from './__generated__/BuilderRowStartMutation.graphql.ts'
import type { BuilderRowStopMutation } from './__generated__/BuilderRowStopMutation.graphql.ts'
import { Caught } from './Caught.tsx'

interface BuilderRowProps {
  readonly builder: BuilderRow_builder$key
  readonly onSelect: () => void
}

/** Row of an image builder, which can be started and stopped. */
export function BuilderRow({ builder, onSelect }: BuilderRowProps) {
  const { arn, name, state, availableActions, image } = useFragment(
    graphql`
      fragment BuilderRow_builder on ImageBuilder {
        arn
        name
        state
        availableActions
        image @catch {
          name
          baseImage {
            name
          }
        }
      }
    `,
    builder,
  )
  const [outcome, setOutcome] = useState<Parameters<typeof MutationProblem>[0]>()
  const [start, isStarting] = useMutation<BuilderRowStartMutation>(graphql`
    mutation BuilderRowStartMutation($arn: ID!) {
      startImageBuilder(input: { arn: $arn }) {
        ... on StartImageBuilderPayload {
          imageBuilder {
            ...BuilderRow_builder
          }
        }
        ... on AppStreamError {
          code
          message
        }
      }
    }
  `)
  const [stop, isStopping] = useMutation<BuilderRowStopMutation>(graphql`
    mutation BuilderRowStopMutation($arn: ID!) {
      stopImageBuilder(input: { arn: $arn }) {
        ... on StopImageBuilderPayload {
          imageBuilder {
            ...BuilderRow_builder
          }
        }
        ... on AppStreamError {
          code
          message
        }
      }
    }
  `)
  const isBusy = isStarting || isStopping
  const onError = (error: Error) => setOutcome({ error, result: null })
  return (
    <tr>
      <th scope="row">
        <button type="button" onClick={onSelect}>
          {name}
        </button>
      </th>
      <td>{state}</td>
      <td>
        <Caught field={image}>{({ name }) => name}</Caught>
      </td>
      <td>
        <Caught field={image}>{({ baseImage }) => baseImage?.name}</Caught>
      </td>
      <td>
        <button
          type="button"
          disabled={isBusy || !availableActions.includes('START')}
          onClick={() =>
            start({
              variables: { arn },
              onCompleted: ({ startImageBuilder: result }, errors) =>
                setOutcome({ error: errors?.[0], result }),
              onError,
            })
          }
        >
          Start
        </button>
        <button
          type="button"
          disabled={isBusy || !availableActions.includes('STOP')}
          onClick={() =>
            stop({
              variables: { arn },
              onCompleted: ({ stopImageBuilder: result }, errors) =>
                setOutcome({ error: errors?.[0], result }),
              onError,
            })
          }
        >
          Stop
        </button>
        {outcome && <MutationProblem {...outcome} />}
      </td>
    </tr>
  )
}
