import { startGateway, type TestGateway, type TestGatewayOptions } from '../../../support/gateway.ts'

/** Starts a gateway whose emulator lists up to 100 resources per page and shows new ones at once. */
export function startPool({ emulator, ...options }: TestGatewayOptions = {}): Promise<TestGateway> {
  const behaviour = { pageSize: 100, visibleAfterMs: 0, ...emulator?.behaviour }
  return startGateway({ ...options, emulator: { ...emulator, behaviour } })
}

/** Returns the address of a user by number. */
export function address(index: number): string {
  return `user-${String(index).padStart(2, '0')}@example.com`
}

/** Creates users and stacks, and assigns each user to the stack of its number, modulo the number of stacks. */
export function fill({ home }: TestGateway, users: number, stacks: number): void {
  for (let index = 0; index < stacks; index++) home.stacks.put({ Name: `stack-${index}` })
  for (let index = 0; index < users; index++) {
    home.users.put({ UserName: address(index) })
    home.userStacks.add(address(index), `stack-${index % stacks}`)
  }
}

/** Result of a mutation: its payload or a typed error. */
export type Result = Readonly<Record<string, unknown>>

/** Runs a mutation and returns its result. */
export async function mutate(gateway: TestGateway, call: string, selection = ''): Promise<Result> {
  const [name = ''] = call.split('(')
  const payload = `${name.charAt(0).toUpperCase()}${name.slice(1)}Payload`
  const { result } = await gateway.read<{ result: Result }, never>(`mutation {
    result: ${call} {
      __typename
      ... on AppStreamError { code message retryable }
      ... on AppStreamInputError { fields { path message } }
      ${selection === '' ? '' : `... on ${payload} { ${selection} }`}
    }
  }`)
  return result
}
