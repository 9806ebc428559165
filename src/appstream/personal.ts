import type { OperationName } from './operations.ts'

/** Operations whose requests or responses contain names of people. AWS may repeat a name in an exception message. */
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

/** Returns an error that is safe to log: without its message if that may contain the name of a person. */
export function withoutPersonalText(operation: string, error: unknown): unknown {
  if (!PERSONAL.has(operation) || !(error instanceof Error)) return error
  const { cause: _, ...others }: PropertyDescriptorMap = Object.getOwnPropertyDescriptors(error)
  return Object.create(Object.getPrototypeOf(error), {
    ...others,
    message: { value: WITHHELD, configurable: true, writable: true },
    stack: { value: `${error.name}: ${WITHHELD}`, configurable: true, writable: true },
  })
}
