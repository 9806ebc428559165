interface ProblemProps {
  readonly message: string
  /** Stable code of a typed error. */
  readonly code?: string
}

/** Error that screen readers announce. */
export function Problem({ message, code }: ProblemProps) {
  return (
    <p role="alert">
      {message} {code && <code>{code}</code>}
    </p>
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
