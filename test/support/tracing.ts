import { context, propagation, trace } from '@opentelemetry/api'
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks'
import { W3CTraceContextPropagator } from '@opentelemetry/core'
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  type ReadableSpan,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-base'

/** Exported spans. */
export interface Spans {
  /** Returns the spans that have ended since the previous call. */
  take(): ReadableSpan[]
}

/**
 * Sets up OpenTelemetry like an operator. The setup is global: {@link tearDownTracing} before another file's
 * tests run.
 */
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
