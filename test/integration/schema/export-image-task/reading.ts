import { startGateway, type TestGateway, type TestGatewayOptions } from '../../../support/gateway.ts'
import { putImage, putTask } from './support.ts'

export const SECOND = '210987654321'
/** Environment of a gateway that reads the default account and {@link SECOND}. */
export const TWO_ACCOUNTS = {
  AWS_REGIONS: 'us-east-1',
  AWS_ROLE_ARNS: `arn:aws:iam::123456789012:role/reader,arn:aws:iam::${SECOND}:role/reader`,
}

export interface Task {
  readonly id: string
  readonly taskId: string
}

/** Starts a gateway with an image and three tasks that export it. */
export async function start(options: TestGatewayOptions = {}): Promise<TestGateway> {
  const gateway = await startGateway(options)
  const { home } = gateway
  putImage(home)
  putTask(home, 1, { State: 'COMPLETED', AmiId: 'ami-0a1b2c3d4e5f60718', AmiName: 'golden' })
  putTask(home, 2, { State: 'FAILED', ErrorDetails: [{ ErrorCode: 'X', ErrorMessage: 'Broken.' }] })
  putTask(home, 3, { TagSpecifications: { team: 'it', cost: '1' }, AmiDescription: '' })
  return gateway
}

/** Returns the ids that AWS gave the listed tasks. */
export async function list(gateway: TestGateway, args = ''): Promise<readonly string[]> {
  const { tasks } = await gateway.read<{ tasks: { nodes: readonly Task[] } }, never>(
    `{ tasks: appStreamExportImageTasks${args} { nodes { id taskId } } }`,
  )
  return tasks.nodes.map(({ taskId: id }) => id)
}
