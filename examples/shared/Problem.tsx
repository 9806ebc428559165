interface ProblemProps {
  readonly message: string
  /** Stable code of a typed error. */
  readonly code?: string
  /** Reads the data again. Without it, the user cannot retry. */
  readonly onRetry?: () => void
}

/** Error that screen readers announce. */
export function Problem({ message, code, onRetry }: ProblemProps) {
  return (
    <>
      <p role="alert">
        {message} {code && <code>{code}</code>}
      </p>
      {onRetry && (
        <button type="button" onClick={onRetry}>
          Try again
        </button>
      )}
    </>
  )
}

interface MutationProblemProps {
  /** Error of the whole operation: the gateway was not reached, or rejected it. */
  readonly error: { readonly message: string } | undefined
  /** Payload or typed error. */
  readonly result: object | { readonly code: string; readonly message: string } | null | undefined
}

/** Error of a mutation, if it has one. */
export function MutationProblem({ error, result }: MutationProblemProps) {
  if (error) return <Problem message={error.message} />
  if (result && 'code' in result) return <Problem message={result.message} code={result.code} />
  return null
}
