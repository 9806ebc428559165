import { expect, test } from 'vitest'
import { type Operation, resuming, type Sink } from '../../../examples/shared/resuming.ts'

const QUERY =
  'subscription ($after: String, $snapshot: Boolean, $names: [String!]) { changed(after: $after) { cursor } }'

/** Client whose connections the test breaks: `sent` holds the variables of each connection. */
function createClient() {
  const sent: unknown[] = []
  const stopped: string[] = []
  let current: { readonly operation: Operation; readonly sink: Sink } | undefined
  const connect = () => sent.push(JSON.parse(JSON.stringify(current?.operation.variables)))
  return {
    sent,
    stopped,
    connect,
    emit: (cursor: string | undefined) => current?.sink.next({ data: { changed: { cursor } } }),
    sink: () => current?.sink,
    iterate: () => 'iterator',
    subscribe(operation: Operation, sink: Sink) {
      current = { operation, sink }
      connect()
      return () => {
        stopped.push(operation.query)
        // Like graphql-ws.
        sink.complete()
      }
    },
  }
}

/** Sink that records what it receives. */
function createSink() {
  const received: unknown[] = []
  return {
    received,
    next: (result: unknown) => received.push(result),
    error: (error: unknown) => received.push(String(error)),
    complete: () => received.push('complete'),
  }
}

test('sends the first variables until an event has a cursor', () => {
  const client = createClient()
  resuming(client).subscribe({ query: QUERY, variables: { snapshot: true, names: ['one'] } }, createSink())
  client.emit(undefined)
  client.connect()

  expect(client.sent).toEqual([
    { snapshot: true, names: ['one'] },
    { snapshot: true, names: ['one'] },
  ])
})

test('reconnects after the last event, with the filters and without a snapshot', () => {
  const client = createClient()
  resuming(client).subscribe({ query: QUERY, variables: { snapshot: true, names: ['one'] } }, createSink())
  client.emit('1')
  client.emit('2')
  client.connect()

  expect(client.sent.at(-1)).toEqual({ names: ['one'], snapshot: false, after: '2' })
})

test('starts after the cursor of a list', () => {
  const client = createClient()
  resuming(client).subscribe({ query: QUERY, variables: { after: 'list' } }, createSink())

  expect(client.sent).toEqual([{ after: 'list' }])
})

test('resumes with the filters when wrapped twice', () => {
  const client = createClient()
  const variables = { snapshot: true, names: ['one'] }
  resuming(resuming(client)).subscribe({ query: QUERY, variables }, createSink())
  client.emit('1')
  client.connect()

  expect(client.sent).toEqual([variables, { names: ['one'], snapshot: false, after: '1' }])
})

test('keeps the cursors of two subscriptions apart', () => {
  const client = createClient()
  const wrapped = resuming(client)
  wrapped.subscribe({ query: QUERY }, createSink())
  client.emit('1')
  wrapped.subscribe({ query: QUERY }, createSink())

  expect(client.sent).toEqual([{}, {}])
})

test('fails once if events have cursors but the query takes none', () => {
  const client = createClient()
  const sink = createSink()
  resuming(client).subscribe({ query: 'subscription { changed(snapshot: true) { cursor } }' }, sink)
  client.emit('1')
  client.emit('2')

  expect(sink.received).toEqual([expect.stringContaining('$after: String')])
  expect(client.stopped).toHaveLength(1)
})

test('passes on results without a cursor, errors and the end', () => {
  const client = createClient()
  const sink = createSink()
  resuming(client).subscribe({ query: '{ targets }' }, sink)
  const refused = { errors: [{ message: 'refused' }] }
  client.sink()?.next(refused)
  client.sink()?.next({ data: null })
  client.sink()?.error('broken')
  client.sink()?.complete()

  expect(sink.received).toEqual([refused, { data: null }, 'broken', 'complete'])
})

test('rejects iterators, which would not resume', () => {
  expect(() => resuming(createClient()).iterate()).toThrow('use `subscribe`')
})
