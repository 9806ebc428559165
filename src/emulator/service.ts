import type { IncomingMessage, ServerResponse } from 'node:http'
import { setTimeout as wait } from 'node:timers/promises'
import type { CallRecorder } from './calls.ts'
import type { EmulatorClock } from './clock.ts'
import { AwsError, unknownOperation } from './errors.ts'
import type { Fault, FaultSource } from './faults.ts'
import type { JsonObject } from './json.ts'
import type { OperationContext, Operations } from './kit/operation.ts'
import type { ServiceModel } from './model.ts'
import { awsJson } from './protocols/aws-json.ts'
import { headerOf, type Protocol, type Reply } from './protocols/protocol.ts'
import { rpcV2Cbor } from './protocols/rpc-v2-cbor.ts'
import { createValidator } from './validate.ts'
import { type Caller, newRequestId, parseCaller, readBody, sendReply } from './wire.ts'

/** Dependencies of the AWS side of the emulator. */
export interface ServiceOptions {
  readonly model: ServiceModel
  readonly operations: Operations
  /** Returns the context of an operation with all due transitions applied. */
  readonly contextOf: (operation: string, caller: Caller) => OperationContext
  readonly clock: EmulatorClock
  readonly calls: CallRecorder
  readonly faults: FaultSource
  readonly accountId: string
  /** Latency added to each call, in real time regardless of the clock. */
  readonly latencyMs: number
  /** Ends every wait when the emulator stops. */
  readonly stopping: AbortSignal
}

/** Handles a request in one of the protocols of AWS; returns undefined if it uses none of them. */
export type Service = (request: IncomingMessage, response: ServerResponse) => Promise<void> | undefined

interface ParsedCall extends Caller {
  readonly protocol: Protocol
  readonly sessionToken?: string
  readonly operation: string
  readonly input: JsonObject
}

/** Outcome for the connection: send a response or destroy it. */
type Outcome = (Reply & { readonly errorType?: string }) | 'reset'

/** Creates the service, which speaks Smithy RPC v2 CBOR and AWS JSON 1.1. */
export function createService(options: ServiceOptions): Service {
  const { model, operations, contextOf, clock, calls, faults, stopping } = options
  const protocols = [rpcV2Cbor(model), awsJson(model)]
  const validate = createValidator(model.shapes)

  async function parseCall(request: IncomingMessage, protocol: Protocol): Promise<ParsedCall> {
    const caller = parseCaller(request.headers.authorization, options.accountId)
    const operation = protocol.parseOperation(request)
    const sessionToken = headerOf(request, 'x-amz-security-token')
    const input = protocol.parseBody(await readBody(request), request)
    return { ...caller, protocol, ...(sessionToken !== undefined && { sessionToken }), operation, input }
  }

  function run({ protocol, operation, input, sessionToken: _, ...caller }: ParsedCall): Outcome {
    try {
      const modelled = Object.hasOwn(model.operations, operation) ? model.operations[operation] : undefined
      const perform = operations[operation]
      if (modelled === undefined || perform === undefined) {
        throw unknownOperation(`AppStream has no operation ${operation}.`)
      }
      if (modelled.input !== undefined) validate(modelled.input, input)
      return protocol.outputReply(perform(input, contextOf(operation, caller)))
    } catch (error) {
      return failure(error, protocol)
    }
  }

  /**
   * Runs a call with its fault. `left` aborts when the client disconnects: this ends hanging calls, but not delayed
   * ones.
   */
  async function applyFault(fault: Fault | undefined, call: ParsedCall, left: AbortSignal): Promise<Outcome> {
    if (fault?.until !== undefined) await Promise.race([fault.until, abortOf(stopping)])
    const latencyMs = options.latencyMs + (fault?.latencyMs ?? 0)
    if (latencyMs > 0) await wait(latencyMs, undefined, { signal: stopping })
    if (fault?.hang) await abortOf(AbortSignal.any([stopping, left]))
    if (fault?.reset === 'before') return 'reset'
    if (fault?.raw) return { contentType: 'text/plain', ...fault.raw }
    if (fault?.error) {
      const { type, message = 'Injected by a fault of the emulator.', status } = fault.error
      return failure(new AwsError(type, message, status), call.protocol)
    }
    const outcome = run(call)
    return fault?.reset === 'after' ? 'reset' : outcome
  }

  async function serve(
    request: IncomingMessage,
    response: ServerResponse,
    protocol: Protocol,
  ): Promise<void> {
    const requestId = newRequestId()
    const parsed = await parseCall(request, protocol).catch((error: unknown) => failure(error, protocol))
    if (!('operation' in parsed)) {
      sendReply(response, parsed, requestId)
      return
    }
    const { protocol: _, ...call } = parsed
    const end = calls.begin({ ...call, requestId, startedAt: clock.now() })
    const left = new AbortController()
    response.once('close', () => left.abort())
    // Rejects when the emulator stops or the client disconnects, so that no response is needed.
    const outcome = await applyFault(faults.take(parsed), parsed, left.signal).catch(() => 'reset' as const)
    if (outcome === 'reset') {
      end({ endedAt: clock.now() })
      request.socket.destroy()
      return
    }
    const { status, errorType } = outcome
    end({ endedAt: clock.now(), status, ...(errorType !== undefined && { errorType }) })
    sendReply(response, outcome, requestId)
  }

  return (request, response) => {
    if (request.method !== 'POST') return undefined
    const protocol = protocols.find((each) => each.claims(request))
    return protocol && serve(request, response, protocol)
  }
}

/** Returns a promise that rejects once a signal is aborted. */
function abortOf(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    if (signal.aborted) reject(signal.reason)
    signal.addEventListener('abort', () => reject(signal.reason), { once: true })
  })
}

/**
 * Returns the response for an error. Any error other than an AwsError is a bug of the emulator, and is reported as an
 * internal error of AWS.
 */
function failure(error: unknown, protocol: Protocol): Reply & { readonly errorType: string } {
  const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error)
  const exception = error instanceof AwsError ? error : new AwsError('InternalFailure', text, 500)
  return { ...protocol.errorReply(exception), errorType: exception.type }
}
