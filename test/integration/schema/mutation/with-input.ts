import type { TestGateway } from '../../../support/gateway.ts'

/** Result of a mutation: its `__typename`, and the selected members of its payload or error. */
export type Result = Readonly<Record<string, unknown>>

/** Selection of the payload, and headers of the request. */
export interface WithInputOptions {
  readonly select?: string
  readonly headers?: Readonly<Record<string, string>>
}

/** Runs a mutation whose input is a variable, as secrets must be, and returns its result. */
export async function mutateWithInput(
  gateway: Pick<TestGateway, 'read'>,
  name: string,
  input: object,
  { select, headers = {} }: WithInputOptions = {},
): Promise<Result> {
  const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}`
  const { result } = await gateway.read<{ result: Result }, { input: object }>(
    `mutation ($input: ${type}Input!) { result: ${name}(input: $input) {
      __typename
      ... on AppStreamError { message code awsRequestId retryable }
      ... on AppStreamInputError { fields { path message } }
      ${select === undefined ? '' : `... on ${type}Payload { ${select} }`}
    } }`,
    { variables: { input }, headers },
  )
  return result
}
