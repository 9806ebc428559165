import { Readable } from 'node:stream'
import type {
  HandlerExecutionContext,
  HttpResponse,
  MetadataBearer,
  OperationSchema,
  SerdeFunctions,
} from '@smithy/types'
import { LenientProtocol } from './lenient-protocol.ts'
import type { Descriptions } from './listing-parser.ts'
import { createPageScheduler, type PageScheduler } from './page-scheduler.ts'

/** Reads the bodies of one operation. */
export type BodyReader = Pick<Descriptions<unknown>, 'read'>

/** Body readers by operation name. */
export type BodyReaders = ReadonlyMap<string, BodyReader>

/** Returns the protocol for AppStream; listings are parsed by their own readers. */
export function createProtocol(
  readers: BodyReaders = new Map(),
  inTurn: PageScheduler = createPageScheduler(),
): typeof LenientProtocol {
  return class extends LenientProtocol {
    override async deserializeResponse<Output extends MetadataBearer>(
      operation: OperationSchema,
      context: HandlerExecutionContext & SerdeFunctions,
      response: HttpResponse,
    ): Promise<Output> {
      const reader = readers.get(operation.name)
      if (reader === undefined || this.isErrorResponse(response.statusCode)) {
        return super.deserializeResponse(operation, context, response)
      }
      const body = await collect(response.body, context)
      const output: Output = await super.deserializeResponse(operation, context, { ...response, body: EMPTY })
      return Object.assign(await inTurn(body.length, () => reader.read(body)), output)
    }
  }
}

/**
 * Reads a body into one buffer. `stream/consumers` would keep a copy in a Blob, which is so small on the heap that
 * garbage collection frees it late. The SDK's collector copies each chunk repeatedly.
 */
async function collect(body: unknown, { streamCollector }: SerdeFunctions): Promise<Uint8Array> {
  if (!(body instanceof Readable)) return streamCollector(body)
  const chunks: Buffer[] = []
  for await (const chunk of body) chunks.push(chunk)
  return Buffer.concat(chunks)
}

const EMPTY = new Uint8Array()
