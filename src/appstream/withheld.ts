/** Returns a copy of an error without its cause, and with this text as its message and stack. */
export function withText(error: Error, text: string): Error {
  // A DOMException, such as a timeout, contains no text of AWS, and a copy of it would be unusable.
  if (error instanceof DOMException) return error
  const { cause: _, ...others }: PropertyDescriptorMap = Object.getOwnPropertyDescriptors(error)
  return Object.create(Object.getPrototypeOf(error), {
    ...others,
    message: { value: text, configurable: true, writable: true },
    stack: { value: `${error.name}: ${text}`, configurable: true, writable: true },
  })
}

/** Members of requests that are secrets, including their nested members. */
const SECRET_MEMBERS: ReadonlySet<string> = new Set(['AccountPassword', 'AppCatalogConfig'])

/** Returns the error of a request. Replaces the text if it repeats a secret of the request. */
export function withoutSecrets(error: unknown, request: object): unknown {
  if (!(error instanceof Error)) return error
  const texts = [error.message, String(error.stack), String(error.cause)]
  const isRevealing = secretsIn(request).some((secret) => texts.some((text) => text.includes(secret)))
  return isRevealing ? withText(error, 'The message is omitted because it repeats a secret.') : error
}

/** Returns the secrets in a value of a request: all strings if `isSecret`, else those in secret members. */
function secretsIn(value: object, isSecret = false): readonly string[] {
  return Object.entries(value).flatMap(([member, inner]: [string, unknown]) => {
    const isInSecret = isSecret || SECRET_MEMBERS.has(member)
    if (typeof inner === 'object' && inner !== null) return secretsIn(inner, isInSecret)
    return isInSecret && typeof inner === 'string' && inner !== '' ? [inner] : []
  })
}
