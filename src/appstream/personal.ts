import type { OperationName } from './operations.ts'

/** Operations whose requests or answers name people. AWS may repeat the name in the text of an exception. */
const PERSONAL: ReadonlySet<string> = new Set<OperationName>([
  'BatchAssociateUserStack',
  'BatchDisassociateUserStack',
  'CreateStreamingURL',
  'CreateUser',
  'DeleteUser',
  'DescribeAppLicenseUsage',
  'DescribeSessions',
  'DescribeUserStackAssociations',
  'DescribeUsers',
  'DisableUser',
  'EnableUser',
])

const WITHHELD = 'The text is withheld because it may name a person.'

/** Returns the error of an operation as logs may keep it: without its text if that may name a person. */
export function withoutPersonalText(operation: string, error: unknown): unknown {
  if (!PERSONAL.has(operation) || !(error instanceof Error)) return error
  const { cause: _, ...others }: PropertyDescriptorMap = Object.getOwnPropertyDescriptors(error)
  return Object.create(Object.getPrototypeOf(error), {
    ...others,
    message: { value: WITHHELD, configurable: true, writable: true },
    stack: { value: `${error.name}: ${WITHHELD}`, configurable: true, writable: true },
  })
}
