import type {
  HandlerExecutionContext,
  HttpResponse,
  MetadataBearer,
  OperationSchema,
  SerdeFunctions,
} from '@smithy/types'
import type { Descriptions } from './descriptions.ts'
import { LenientProtocol } from './lenient-protocol.ts'

/** Reads the bodies of one operation. */
export type BodyReader = Pick<Descriptions<unknown>, 'read'>

/** The readers by the names of their operations. */
export type BodyReaders = ReadonlyMap<string, BodyReader>

/** Returns the protocol for AppStream; the bodies of listings are read by their own readers. */
export function createProtocol(readers: BodyReaders = new Map()): typeof LenientProtocol {
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
      const body = await context.streamCollector(response.body)
      const output: Output = await super.deserializeResponse(operation, context, { ...response, body: EMPTY })
      return Object.assign(reader.read(body), output)
    }
  }
}

const EMPTY = new Uint8Array()
