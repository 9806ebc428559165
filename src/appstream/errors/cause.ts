/** Name of the errors whose message quotes the parsed text. */
const QUOTING = 'SyntaxError'
const MAX_CAUSES = 5
const MAX_LENGTH = 500

/** Returns the chain of causes of a failed call for logs, without the content of responses. */
export function describeCause(error: unknown): string | undefined {
  const parts: string[] = []
  for (let cause = error; cause instanceof Error && parts.length < MAX_CAUSES; cause = cause.cause) {
    const code = 'code' in cause && typeof cause.code === 'string' ? ` ${cause.code}` : ''
    const message = cause.name === QUOTING ? '' : firstLineOf(cause)
    const text = [`${cause.name}${message.includes(code.trim()) ? '' : code}`, message]
      .filter(Boolean)
      .join(': ')
    if (!parts.some((part) => part.includes(message || text))) parts.push(text)
  }
  return parts.length === 0 ? undefined : parts.join('; ').slice(0, MAX_LENGTH)
}

/**
 * Returns the first line of an error's message. For a failed command (credential_process), keeps its name but not its
 * arguments.
 */
export function firstLineOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error)
  const [line = ''] = message.split('\n')
  return line.replace(/(Command failed: \S+).*/, '$1')
}
