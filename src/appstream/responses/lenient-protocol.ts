import { AwsJson1_1Protocol } from '@aws-sdk/core/protocols'
import { JsonCodec2, JsonShapeDeserializer2 } from '@smithy/core/protocols'
import { NormalizedSchema } from '@smithy/core/schema'
import type {
  HandlerExecutionContext,
  HttpResponse,
  MetadataBearer,
  OperationSchema,
  Schema,
  SerdeFunctions,
} from '@smithy/types'
import { xmlErrorAsJson } from './xml-error.ts'

/** The SDK's settings for AWS JSON 1.1: timestamps in epoch seconds (its number 7). */
export const SETTINGS = { timestampFormat: { useTrait: true, default: 7 }, jsonName: false } as const

/**
 * The SDK's protocol for AppStream. Also reads errors in XML, and tolerates unreadable times in otherwise readable
 * responses.
 */
export class LenientProtocol extends AwsJson1_1Protocol {
  constructor(options: ConstructorParameters<typeof AwsJson1_1Protocol>[0]) {
    super({ ...options, jsonCodec: new LenientCodec(SETTINGS) })
  }

  override async deserializeResponse<Output extends MetadataBearer>(
    operation: OperationSchema,
    context: HandlerExecutionContext & SerdeFunctions,
    response: HttpResponse,
  ): Promise<Output> {
    if (!this.isErrorResponse(response.statusCode))
      return super.deserializeResponse(operation, context, response)
    const body = await context.streamCollector(response.body)
    return super.deserializeResponse(operation, context, { ...response, body: xmlErrorAsJson(body) ?? body })
  }
}

/** Parses an unreadable time as an invalid Date. */
export class LenientDeserializer extends JsonShapeDeserializer2 {
  protected override _read(schema: Schema, value: unknown): unknown {
    try {
      return super._read(schema, value)
    } catch (error) {
      if (NormalizedSchema.of(schema).isTimestampSchema()) return new Date(Number.NaN)
      throw error
    }
  }
}

class LenientCodec extends JsonCodec2 {
  override createDeserializer() {
    const deserializer = new LenientDeserializer(this.settings)
    if (this.serdeContext !== undefined) deserializer.setSerdeContext(this.serdeContext)
    return deserializer
  }
}
