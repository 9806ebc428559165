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

/** Creates the exception for a violated constraint that the service model does not state. */
export function validationError(message: string): AwsError {
  return new AwsError('ValidationException', message)
}

/** Creates the exception for a request whose JSON does not match the service model. */
export function serializationError(message: string): AwsError {
  return new AwsError('SerializationException', message)
}
