import type { AppStreamClient } from '@aws-sdk/client-appstream'
import type { SendOptions } from './attempts.ts'
import type { CallOptions, CallRunner } from './calls.ts'
import { type InputOf, type OperationName, type OutputOf, sendDeclared, sendOperation } from './operations.ts'

/** Response to a write. */
export interface Written<Output> {
  readonly output: Output
  readonly awsRequestId: string | undefined
}

/** An operation that creates a URL to stream from. */
export type StreamingUrlOperation = 'CreateImageBuilderStreamingURL' | 'CreateAppBlockBuilderStreamingURL'

/** A URL to stream from, which is a secret, and the time until which it can be used. */
export interface StreamingUrl {
  readonly streamingUrl: string
  readonly expires: Date | undefined
}

/** Options of a request's writes: abort signal and observer. */
export type WriteOptions = Pick<CallOptions, 'signal' | 'onSend'>

/** The writing operations of one target. Every failure is an UpstreamError, or CallAborted by its caller's signal. */
export interface AppStreamWriter {
  /** Calls an operation; with `once`, one that creates, what AWS turned away is not repeated either. */
  call<Operation extends OperationName>(
    operation: Operation,
    input: InputOf<Operation>,
    how?: { readonly once?: boolean },
  ): Promise<Written<OutputOf<Operation>>>
  /** Calls an operation whose name and request a declaration pairs. */
  callDeclared(
    operation: OperationName,
    request: object,
    how?: { readonly once?: boolean },
  ): Promise<Written<object>>
  /** Does the same, and returns one structure of the answer, which is worth nothing without it. */
  callDeclaredFor(
    operation: OperationName,
    member: string,
    request: object,
    how?: { readonly once?: boolean },
  ): Promise<Written<object>>
  /** Creates a URL that lets whoever has it in; what cannot be read of the answer is kept out of the error. */
  createStreamingUrl<Operation extends StreamingUrlOperation>(
    operation: Operation,
    input: InputOf<Operation>,
  ): Promise<Written<StreamingUrl>>
}

/** The clients that a writer needs: neither repeats a call that may have been carried out. */
export interface WriterClients {
  /** Repeats what AWS turned away: throttled, or changed by somebody else at the same moment. */
  readonly repeating: AppStreamClient
  /** Repeats nothing: what it creates must not be there twice. */
  readonly once: AppStreamClient
}

interface WithMetadata {
  readonly $metadata: { readonly requestId?: string | undefined }
}

/** The writing operations over SDK clients; each call may take `deadlineMs`. */
export function createWriter(
  { repeating, once }: WriterClients,
  deadlineMs: number,
  run: CallRunner,
  { signal, onSend }: WriteOptions,
): AppStreamWriter {
  async function write<Output extends WithMetadata, Taken>(
    operation: string,
    send: (options: SendOptions) => Promise<Output>,
    take: (output: Output) => Taken,
  ): Promise<Written<Taken>> {
    const options = { purpose: 'write' as const, signal, onSend }
    const call = { operation, options, deadlines: [AbortSignal.timeout(deadlineMs)] }
    return run(call, async (sending) => {
      const output = await send(sending)
      return { output: take(output), awsRequestId: output.$metadata.requestId }
    })
  }

  return {
    call: (operation, input, { once: isOnce = false } = {}) =>
      write(
        operation,
        (options) => sendOperation(isOnce ? once : repeating, operation, input, options),
        (output) => output,
      ),
    callDeclared: (operation, request, { once: isOnce = false } = {}) =>
      write(
        operation,
        (options) => sendDeclared(isOnce ? once : repeating, operation, request, options),
        (output) => output,
      ),
    callDeclaredFor: (operation, member, request, { once: isOnce = false } = {}) =>
      write(
        operation,
        (options) => sendDeclared(isOnce ? once : repeating, operation, request, options),
        (output) => structureIn(output, member),
      ),
    createStreamingUrl: (operation, input) =>
      write(
        operation,
        (options) => sendOperation(once, operation, input, options).catch(withoutAnswer),
        ({ StreamingURL, Expires }) => ({ streamingUrl: requireText(StreamingURL), expires: Expires }),
      ),
  }
}

/** Returns a structure of an answer. */
function structureIn(output: object, member: string): object {
  const value = new Map<string, unknown>(Object.entries(output)).get(member)
  return Object(present(value ?? undefined))
}

/** Rethrows an error; hides the text of an unreadable response, which may contain a secret. */
function withoutAnswer(error: unknown): never {
  if (!isOfAnswer(error) || error.$metadata.httpStatusCode !== 200) throw error
  throw Object.assign(new SyntaxError('The response is unreadable.'), { $metadata: error.$metadata })
}

function isOfAnswer(error: unknown): error is { readonly $metadata: { readonly httpStatusCode?: number } } {
  return typeof error === 'object' && error !== null && '$metadata' in error
}

function requireText(value: unknown): string {
  if (typeof value === 'string') return value
  throw new SyntaxError('The response lacks a required member.')
}

/** Returns a required value that the model marks optional. @throws SyntaxError if absent */
function present<Value>(value: Value | undefined): Value {
  if (value === undefined) throw new SyntaxError('The response lacks a required member.')
  return value
}
