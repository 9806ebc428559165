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

/** Sets OpenTelemetry up as an operator does. It is global: {@link tearDownTracing} before another file's tests run. */
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

/** Undoes {@link setUpTracing}. */
export function tearDownTracing(): void {
  trace.disable()
  context.disable()
  propagation.disable()
}
