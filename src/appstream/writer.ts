import { type AppStreamClient, DryRunOperationException } from '@aws-sdk/client-appstream'
import type { SendOptions } from './calls/attempts.ts'
import type { CallOptions, CallRunner } from './calls/calls.ts'
import { withoutSecrets } from './errors/withheld.ts'
import {
  type InputOf,
  type OperationName,
  type OutputOf,
  sendDeclared,
  sendOperation,
} from './model/operations.ts'

/** Response to a write. */
export interface Written<Output> {
  readonly output: Output
  readonly awsRequestId: string | undefined
}

/** Operation that creates a streaming URL. */
export type StreamingUrlOperation =
  | 'CreateAppBlockBuilderStreamingURL'
  | 'CreateImageBuilderStreamingURL'
  | 'CreateStreamingURL'

/** Streaming URL, which is a secret, and its expiry. */
export interface StreamingUrl {
  readonly streamingUrl: string
  readonly expires: Date | undefined
}

/** Options of a request's writes: abort signal, permission and observer. */
export type WriteOptions = Pick<CallOptions, 'signal' | 'permitSend' | 'onSend'>

/** Write operations of one target. Every failure is an UpstreamError, or CallAborted if the caller's signal aborted. */
export interface AppStreamWriter {
  /** Calls an operation. With `once`, which creations use, never retries, not even after a rejection. */
  call<Operation extends OperationName>(
    operation: Operation,
    input: InputOf<Operation>,
    how?: { readonly once?: boolean },
  ): Promise<Written<OutputOf<Operation>>>
  /** Calls an operation whose request type is known only at run time. */
  callDeclared(
    operation: OperationName,
    request: object,
    how?: { readonly once?: boolean },
  ): Promise<Written<object>>
  /** Same as {@link callDeclared}, but returns one structure of the response. @throws UpstreamError if it is absent */
  callDeclaredFor(
    operation: OperationName,
    member: string,
    request: object,
    how?: { readonly once?: boolean },
  ): Promise<Written<object>>
  /** Calls an operation as a dry run, which AWS confirms with an exception. */
  rehearse(operation: OperationName, request: object): Promise<Written<undefined>>
  /** Creates a streaming URL. Errors never contain the response, since the URL is a secret. */
  createStreamingUrl<Operation extends StreamingUrlOperation>(
    operation: Operation,
    input: InputOf<Operation>,
  ): Promise<Written<StreamingUrl>>
}

/** Clients of a writer. Neither retries a call that AWS may have executed. */
export interface WriterClients {
  /** Retries calls that AWS rejected: throttling, or a concurrent modification. */
  readonly repeating: AppStreamClient
  /** Never retries, so that nothing is created twice. */
  readonly once: AppStreamClient
}

interface WithMetadata {
  readonly $metadata: { readonly requestId?: string | undefined }
}

/** Creates the write operations over SDK clients; `deadlineMs` is the timeout of each call. */
export function createWriter(
  { repeating, once }: WriterClients,
  deadlineMs: number,
  run: CallRunner,
  { signal, permitSend, onSend }: WriteOptions,
): AppStreamWriter {
  async function write<Output extends WithMetadata, Taken>(
    operation: string,
    request: object,
    send: (options: SendOptions) => Promise<Output>,
    take: (output: Output) => Taken,
  ): Promise<Written<Taken>> {
    const options = { purpose: 'write' as const, signal, permitSend, onSend }
    const call = { operation, options, deadlines: [AbortSignal.timeout(deadlineMs)] }
    return run(call, async (sending) => {
      const output = await send(sending).catch((error: unknown) => {
        throw withoutSecrets(error, request)
      })
      return { output: take(output), awsRequestId: output.$metadata.requestId }
    })
  }

  return {
    call: (operation, input, { once: isOnce = false } = {}) =>
      write(
        operation,
        input,
        (options) => sendOperation(isOnce ? once : repeating, operation, input, options),
        (output) => output,
      ),
    callDeclared: (operation, request, { once: isOnce = false } = {}) =>
      write(
        operation,
        request,
        (options) => sendDeclared(isOnce ? once : repeating, operation, request, options),
        (output) => output,
      ),
    callDeclaredFor: (operation, member, request, { once: isOnce = false } = {}) =>
      write(
        operation,
        request,
        (options) => sendDeclared(isOnce ? once : repeating, operation, request, options),
        (output) => structureIn(output, member),
      ),
    rehearse: (operation, request) =>
      write(
        operation,
        request,
        (options) => sendDeclared(once, operation, request, options).catch(confirmed),
        () => undefined,
      ),
    createStreamingUrl: (operation, input) =>
      write(
        operation,
        input,
        (options) => sendOperation(once, operation, input, options).catch(withoutResponseText),
        ({ StreamingURL, Expires }) => ({ streamingUrl: requireText(StreamingURL), expires: Expires }),
      ),
  }
}

/** Returns a structure of a response. */
function structureIn(output: object, member: string): object {
  const value = new Map<string, unknown>(Object.entries(output)).get(member)
  return Object(present(value ?? undefined))
}

/** Returns the exception that confirms a dry run as its response; rethrows other errors. */
function confirmed(error: unknown): WithMetadata {
  if (error instanceof DryRunOperationException) return error
  throw error
}

/** Rethrows an error; hides the text of an unreadable response, which may contain a secret. */
function withoutResponseText(error: unknown): never {
  if (!hasMetadata(error) || error.$metadata.httpStatusCode !== 200) throw error
  throw Object.assign(new SyntaxError('The response is unreadable.'), { $metadata: error.$metadata })
}

function hasMetadata(error: unknown): error is { readonly $metadata: { readonly httpStatusCode?: number } } {
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
