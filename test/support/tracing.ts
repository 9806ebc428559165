import { context, propagation, trace } from '@opentelemetry/api'
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks'
import { W3CTraceContextPropagator } from '@opentelemetry/core'
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  type ReadableSpan,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-base'

/** Spans as they are exported. */
export interface Spans {
  /** Every span that has ended since the last time. */
  take(): ReadableSpan[]
}

/** Sets OpenTelemetry up as an operator does, for this test file: it is global. */
export function setUpTracing(): Spans {
  const exporter = new InMemorySpanExporter()
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable())
  propagation.setGlobalPropagator(new W3CTraceContextPropagator())
  trace.setGlobalTracerProvider(
    new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] }),
  )
  return {
    take() {
      const spans = [...exporter.getFinishedSpans()]
      exporter.reset()
      return spans
    },
  }
}
