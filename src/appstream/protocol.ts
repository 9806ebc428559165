import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import type {
  HandlerExecutionContext,
  HttpResponse,
  MetadataBearer,
  OperationSchema,
  SerdeFunctions,
} from '@smithy/types'
import type { Descriptions } from './descriptions.ts'
import { LenientProtocol } from './lenient-protocol.ts'
import { createPageTurns, type PageTurns } from './page-turns.ts'

/** Reads the bodies of one operation. */
export type BodyReader = Pick<Descriptions<unknown>, 'read'>

/** The readers by the names of their operations. */
export type BodyReaders = ReadonlyMap<string, BodyReader>

/** Returns the protocol for AppStream; the bodies of listings are read by their own readers. */
export function createProtocol(
  readers: BodyReaders = new Map(),
  inTurn: PageTurns = createPageTurns(),
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

/** Node joins the chunks of a large page several times as fast as the SDK's collector. */
function collect(body: unknown, { streamCollector }: SerdeFunctions): Promise<Uint8Array> {
  return body instanceof Readable ? buffer(body) : streamCollector(body)
}

const EMPTY = new Uint8Array()
