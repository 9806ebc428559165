import { createClient as createSseClient } from 'graphql-sse'
import { createClient as createWsClient } from 'graphql-ws'
import { expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { followLive, type LiveState } from '../../../examples/shared/live-map.ts'
import type { SubscriptionClient } from '../../../examples/shared/resuming.ts'
import { startDeployment } from '../../support/deployment.ts'

interface Builder {
  readonly id: string
  readonly name: string
  readonly state: string
}

interface Event {
  readonly kind: string
  readonly cursor: string
  readonly imageBuilder: Builder | null
}

const QUERY = `subscription Builders($after: String, $snapshot: Boolean, $names: [String!]) {
  imageBuilderStateChanged(after: $after, snapshot: $snapshot, names: $names) {
    kind
    cursor
    failures { code message }
    imageBuilder { id name state }
  }
}`

const retries = { retryAttempts: Number.POSITIVE_INFINITY }
const retryWait = () => new Promise<void>((resolve) => setImmediate(resolve))

/** Creates a client that reconnects at once. */
const CLIENTS: Readonly<Record<string, (url: string) => SubscriptionClient & { dispose(): unknown }>> = {
  'graphql-ws': (url) =>
    createWsClient({
      ...retries,
      url: url.replace('http', 'ws'),
      webSocketImpl: WebSocket,
      shouldRetry: () => true,
      retryWait,
    }),
  'graphql-sse': (url) => createSseClient({ ...retries, url, retry: retryWait }),
}

test.each(Object.entries(CLIENTS))(
  '%s: a live map survives a cut and a restart',
  async (_name, createClient) => {
    await using deployment = await startDeployment()
    const { home } = deployment
    for (const Name of ['one', 'two', 'other']) home.putImageBuilder({ Name, State: 'STOPPED' })
    const change = (State: string) => home.change('image-builder', 'two', { State })
    const client = createClient(deployment.url)
    using stack = new DisposableStack()
    stack.defer(() => client.dispose())
    const ends: unknown[] = []
    let state: LiveState<Builder> | undefined
    let wasIncomplete = false
    stack.defer(
      followLive<Event, Builder>(client, {
        query: QUERY,
        variables: { snapshot: true, names: ['one', 'two', 'three'] },
        itemOf: ({ imageBuilder }) => imageBuilder,
        onChange(changed) {
          wasIncomplete ||= state !== undefined && !changed.isComplete
          state = changed
        },
        onErrors: (errors) => ends.push(errors),
        onEnd: (error) => ends.push(error),
      }),
    )
    const expectShown = (...shown: readonly string[]) =>
      expect
        .poll(
          () => [
            state?.isComplete,
            ...Array.from(
              state?.items.values() ?? [],
              (builder) => `${builder.name} ${builder.state}`,
            ).toSorted(),
          ],
          { interval: 20, timeout: 20_000 },
        )
        .toEqual([true, ...shown])

    await expectShown('one STOPPED', 'two STOPPED')
    change('PENDING')
    await expectShown('one STOPPED', 'two PENDING')

    // The same process resumes: there is no second snapshot.
    deployment.interrupt(() => change('RUNNING'))
    await expectShown('one STOPPED', 'two RUNNING')
    expect(wasIncomplete).toBe(false)

    // Another process resets. The list loses what was deleted meanwhile, and gains what was created.
    await deployment.replace(() => {
      home.putImageBuilder({ Name: 'three', State: 'STOPPED' })
      home.deleteImageBuilder('one')
    })
    await expectShown('three STOPPED', 'two RUNNING')
    expect(wasIncomplete).toBe(true)

    change('STOPPING')
    await expectShown('three STOPPED', 'two STOPPING')
    expect(ends).toEqual([])
  },
)
