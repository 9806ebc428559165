import {
  BINARY,
  CLOSE,
  frame,
  get,
  handshake,
  PING,
  post,
  TEXT,
} from '../../../support/clients/raw-connection.ts'

/** Operation as a request body. */
export const hello = '{"query":"{ hello }"}'
const asHost = ['Host: localhost', 'Connection: close']
/** Head of a request with a chunked body. */
export const chunked = get('POST /graphql HTTP/1.1', [
  ...asHost,
  'Content-Type: application/json',
  'Transfer-Encoding: chunked',
])
/** Declares another Content-Length in a request. */
export const lengthOf = (length: number | string) => (request: Buffer) =>
  request.toString('latin1').replace(/Content-Length: \d+/, `Content-Length: ${length}`)
/** Query containing bytes that are invalid in UTF-8. */
export const invalidUtf8 = Buffer.from('{"query":"{ hello(name: \\"\xff\xfe\\") }"}', 'latin1')
const init = frame(TEXT, '{"type":"connection_init"}')
const operation = frame(TEXT, `{"id":"1","type":"subscribe","payload":${hello}}`)
const deep = '['.repeat(100_000)

/** Malformed requests with the expected status; undefined if the connection closes without a response. */
export const requests: readonly [title: string, bytes: string | Uint8Array, status: number | undefined][] = [
  ['truncated JSON', post('{"query":'), 400],
  ['JSON other than an object', post('"{ hello }"'), 400],
  ['null as JSON', post('null'), 400],
  ['no body', post(''), 400],
  ['a byte order mark', post(`\ufeff${hello}`), 200],
  ['100,000 open brackets', post(deep), 400],
  [
    'variables nested 100,000 deep',
    post(`{"query":"{ hello }","variables":{"a":${deep}${deep.replaceAll('[', ']')}}}`),
    400,
  ],
  ['a prototype as parameter', post('{"query":"{ hello }","__proto__":{"admin":true}}'), 400],
  [
    'uncompressed bytes declared as gzip',
    post(Buffer.from('1f8b0800000000', 'hex'), ['Content-Encoding: gzip']),
    415,
  ],
  ['a body longer than its Content-Length', lengthOf(5)(post(hello)), 400],
  ['a negative Content-Length', lengthOf(-1)(post(hello)), 400],
  ['a non-numeric Content-Length', lengthOf('0x15')(post(hello)), 400],
  ['two Content-Length headers', post(hello, ['Content-Length: 3']), 400],
  ['Content-Length with chunks', post(hello, ['Transfer-Encoding: chunked']), 400],
  [
    'an unknown transfer encoding',
    get('POST /graphql HTTP/1.1', [...asHost, 'Content-Type: application/json', 'Transfer-Encoding: gzip']),
    400,
  ],
  ['a chunk without a length', `${chunked}zz\r\n{}\r\n`, 400],
  ['an overflowing chunk size', `${chunked}fffffffffffffffff\r\n{}\r\n`, 400],
  ['an endless chunk extension', `${chunked}2;${'a'.repeat(20_000)}\r\n{}\r\n`, 413],
  ['a huge header', get('GET /graphql?query={hello} HTTP/1.1', [...asHost, `X: ${'a'.repeat(20_000)}`]), 431],
  [
    'ten thousand headers',
    get('GET /graphql?query={hello} HTTP/1.1', [...asHost, ...Array(10_000).fill('a:b')]),
    431,
  ],
  [
    'too many small headers',
    get('GET /graphql?query={hello} HTTP/1.1', [...asHost, ...Array(250).fill('a:b')]),
    431,
  ],
  ['an endless request line', get(`GET /graphql?query=${'a'.repeat(20_000)} HTTP/1.1`), 431],
  ['a one-word request line', 'NONSENSE\r\n\r\n', 400],
  ['an unknown HTTP version', get('GET /graphql HTTP/9.9'), 400],
  ['HTTP/2 without an upgrade', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', 400],
  // Requests without Host: the gateway cannot know that it is the intended server.
  ['HTTP/0.9', 'GET /graphql?query={hello}\r\n\r\n', 403],
  ['HTTP/1.0', get('GET /graphql?query={hello} HTTP/1.0', []), 403],
  ['no Host header', get('GET /graphql?query={hello} HTTP/1.1', ['Connection: close']), 400],
  ['an unknown method', get('BREW /graphql HTTP/1.1'), 400],
  ['an unsupported method', get('TRACE /graphql HTTP/1.1'), 405],
  ['a CONNECT tunnel', get('CONNECT example.com:443 HTTP/1.1'), undefined],
  ['TLS', Buffer.from('16030100f0010000ec0303', 'hex'), 400],
  ['lines ending in LF', get('GET /graphql?query={hello} HTTP/1.1').replaceAll('\r\n', '\n'), 400],
  ['a NUL in a header', get('GET /graphql?query={hello} HTTP/1.1', [...asHost, 'X: a\0b']), 400],
  ['a CR in a header', get('GET /graphql?query={hello} HTTP/1.1', [...asHost, 'X: a\rb']), 400],
  ['a folded header', get('GET /graphql?query={hello} HTTP/1.1', [...asHost, 'X: a', ' b']), 400],
  ['a space before a colon', get('GET /graphql?query={hello} HTTP/1.1', [...asHost, 'X : a']), 400],
  ['the URL of another host', get('GET http://example.com/graphql?query={hello} HTTP/1.1'), 404],
  ['a malformed URL', get('GET //[ HTTP/1.1'), 404],
  ['a NUL in a path', get('GET /graphql%00 HTTP/1.1'), 404],
  ['a path that climbs', get('GET /graphql/../metrics HTTP/1.1'), 404],
  ['a path that is not ASCII', Buffer.from(get('GET /gr\xe4phql HTTP/1.1'), 'latin1'), 400],
  [
    'an escape that is none',
    get('GET /graphql?query={hello}%zz HTTP/1.1', [...asHost, 'Accept: application/graphql-response+json']),
    400,
  ],
  ['an expectation to go on', post(hello, ['Expect: 100-continue']), 200],
  ['an expectation that nobody knows', post(hello, ['Expect: miracles']), 417],
  [
    'an optional HTTP/2 upgrade',
    post(hello, ['Connection: Upgrade, HTTP2-Settings', 'Upgrade: h2c', 'HTTP2-Settings: AAMAAABk']),
    200,
  ],
  ['an upgrade to nonsense', post(hello, ['Connection: Upgrade', 'Upgrade: nonsense/1']), 200],
  ['a WebSocket by POST', handshake({}, 'POST /graphql HTTP/1.1'), 405],
  ['a WebSocket without a key', handshake({ 'Sec-WebSocket-Key': undefined }), 400],
  ['a WebSocket of another version', handshake({ 'Sec-WebSocket-Version': '99' }), 400],
  ['a WebSocket elsewhere', handshake({}, 'GET /metrics HTTP/1.1'), 404],
  ['a cross-origin WebSocket', handshake({ Origin: 'https://example.com' }), 403],
]

/** Malformed WebSocket messages with the expected close code. */
export const messages: readonly [title: string, frames: Uint8Array, code: number, opening?: string][] = [
  ['bytes that form no frame', Buffer.from('garbage garbage garbage'), 1002],
  ['a reserved opcode', frame(3, 'a'), 1002],
  ['reserved bits', frame(TEXT, '{}', { reserved: 4 }), 1002],
  ['an unmasked frame', frame(TEXT, '{}', { isMasked: false }), 1002],
  ['a continuation without a start', frame(0, 'a'), 1002],
  ['a fragmented control frame', frame(PING, 'a', { isFinal: false }), 1002],
  ['an oversized control frame', frame(PING, 'a'.repeat(126)), 1002],
  ['an invalid close code', frame(CLOSE, Buffer.from([0, 1])), 1002],
  ['half a close code', frame(CLOSE, Buffer.from([3])), 1002],
  ['a frame declared as one gigabyte', frame(TEXT, '', { length: 1_000_000_000 }), 1009],
  [
    'an oversized fragmented message',
    Buffer.concat([frame(TEXT, 'a'.repeat(200_000), { isFinal: false }), frame(0, 'a'.repeat(200_000))]),
    1009,
  ],
  [
    'a message in 20,000 fragments',
    Buffer.concat([
      frame(TEXT, '', { isFinal: false }),
      ...Array(20_000).fill(frame(0, '', { isFinal: false })),
    ]),
    1008,
  ],
  ['invalid UTF-8', frame(TEXT, Buffer.from([0xff, 0xfe])), 1007],
  ['a binary message', frame(BINARY, '{"type":"connection_init"}'), 1003],
  ['a message other than JSON', frame(TEXT, 'garbage'), 4400],
  ['a null message', frame(TEXT, 'null'), 4400],
  ['a message without type', frame(TEXT, '{}'), 4400],
  ['a message of unknown type', frame(TEXT, '{"type":"abracadabra"}'), 4400],
  ['a server-only message', frame(TEXT, '{"id":"1","type":"next","payload":{}}'), 4400],
  [
    'an operation without an id',
    Buffer.concat([init, frame(TEXT, `{"type":"subscribe","payload":${hello}}`)]),
    4400,
  ],
  ['an operation before the connection is initialised', operation, 4401],
  ['a second initialisation', Buffer.concat([init, init]), 4429],
  ['an obsolete subprotocol', init, 4406, handshake({ 'Sec-WebSocket-Protocol': 'graphql-ws' })],
  ['no subprotocol', init, 4406, handshake({ 'Sec-WebSocket-Protocol': undefined })],
]
