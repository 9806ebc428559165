import { Component, type ReactNode } from 'react'
import { Problem } from '../../shared/Problem.tsx'

interface ErrorBoundaryProps {
  /** Renders the content; the number of the attempt changes when the user tries again. */
  readonly children: (attempt: number) => ReactNode
}

interface ErrorBoundaryState {
  readonly attempt: number
  readonly message?: string
}

/** Shows the error of a query that failed as a whole, and offers another attempt. */
export class ErrorBoundary extends Component<ErrorBoundaryProps, ErrorBoundaryState> {
  override state: ErrorBoundaryState = { attempt: 0 }

  static getDerivedStateFromError(error: unknown) {
    return { message: error instanceof Error ? error.message : String(error) }
  }

  override render() {
    const { attempt, message } = this.state
    if (message === undefined) return this.props.children(attempt)
    return (
      <Problem
        message={message}
        onRetry={() => this.setState({ attempt: attempt + 1, message: undefined })}
      />
    )
  }
}
