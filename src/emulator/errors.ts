/** An exception of the service as it goes over the wire: `type` is `__type`, `status` the HTTP status. */
export class AwsError extends Error {
  readonly type: string
  readonly status: number

  constructor(type: string, message: string, status = 400) {
    super(message)
    this.name = 'AwsError'
    this.type = type
    this.status = status
  }
}

/** The answer to a request that breaks a constraint that its model does not state. */
export function validationError(message: string): AwsError {
  return new AwsError('ValidationException', message)
}

/** The answer to a request whose JSON does not have the form of its model. */
export function serializationError(message: string): AwsError {
  return new AwsError('SerializationException', message)
}
