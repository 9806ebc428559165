/** Exception of the service, with its type without namespace. */
export class AwsError extends Error {
  readonly type: string
  /** HTTP status. Undefined for the default status of the protocol. */
  readonly status: number | undefined

  constructor(type: string, message: string, status?: number) {
    super(message)
    this.name = 'AwsError'
    this.type = type
    this.status = status
  }
}

/** Creates the exception for a violated constraint that the service model lacks. */
export function validationError(message: string): AwsError {
  return new AwsError('ValidationException', message)
}

/** Creates the exception for an operation that the service does not have. */
export function unknownOperation(message: string): AwsError {
  return new AwsError('UnknownOperationException', message)
}

/** Creates the exception for a request whose body does not match the service model. */
export function serializationError(message: string): AwsError {
  return new AwsError('SerializationException', message)
}
