import {
  CreateUserCommand,
  type CreateUserCommandInput,
  DescribeUsersCommand,
  type User,
} from '@aws-sdk/client-appstream'
import type { Estate } from './estate.ts'

/** Authentication type of the user pool. */
export const inPool = { AuthenticationType: 'USERPOOL' } as const

/** Creates a user in the pool, ada@example.com unless named. */
export function createUser({ client }: Estate, input: Partial<CreateUserCommandInput> = {}) {
  return client.send(new CreateUserCommand({ UserName: 'ada@example.com', ...inPool, ...input }))
}

/** Describes the users on the first page. */
export async function describeUsers({ client }: Estate): Promise<readonly User[]> {
  return (await client.send(new DescribeUsersCommand(inPool))).Users ?? []
}
