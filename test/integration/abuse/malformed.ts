import { BINARY, CLOSE, frame, get, handshake, PING, post, TEXT } from '../../support/raw.ts'

/** An operation, as a body. */
export const hello = '{"query":"{ hello }"}'
const asHost = ['Host: localhost', 'Connection: close']
/** The head of a request whose body comes in chunks. */
export const chunked = get('POST /graphql HTTP/1.1', [
  ...asHost,
  'Content-Type: application/json',
  'Transfer-Encoding: chunked',
])
/** Has a request claim another length of its body. */
export const lengthOf = (length: number | string) => (request: Buffer) =>
  request.toString('latin1').replace(/Content-Length: \d+/, `Content-Length: ${length}`)
/** A query with bytes in it that no UTF-8 has. */
export const invalidUtf8 = Buffer.from('{"query":"{ hello(name: \\"\xff\xfe\\") }"}', 'latin1')
const init = frame(TEXT, '{"type":"connection_init"}')
const operation = frame(TEXT, `{"id":"1","type":"subscribe","payload":${hello}}`)
const deep = '['.repeat(100_000)

/** What is sent, and the status that answers it; undefined where the connection is closed without an answer. */
export const requests: readonly [title: string, bytes: string | Uint8Array, status: number | undefined][] = [
  ['JSON that breaks off', post('{"query":'), 400],
  ['JSON that is no object', post('"{ hello }"'), 400],
  ['JSON that is null', post('null'), 400],
  ['no body', post(''), 400],
  ['a byte order mark', post(`\ufeff${hello}`), 200],
  ['a hundred thousand open brackets', post(deep), 400],
  [
    'variables a hundred thousand deep',
    post(`{"query":"{ hello }","variables":{"a":${deep}${deep.replaceAll('[', ']')}}}`),
    400,
  ],
  ['a prototype for a parameter', post('{"query":"{ hello }","__proto__":{"admin":true}}'), 400],
  [
    'bytes that claim to be compressed',
    post(Buffer.from('1f8b0800000000', 'hex'), ['Content-Encoding: gzip']),
    415,
  ],
  ['a body longer than its length', lengthOf(5)(post(hello)), 400],
  ['a length that is negative', lengthOf(-1)(post(hello)), 400],
  ['a length that is no number', lengthOf('0x15')(post(hello)), 400],
  ['two lengths', post(hello, ['Content-Length: 3']), 400],
  ['a length and chunks', post(hello, ['Transfer-Encoding: chunked']), 400],
  [
    'an unknown transfer encoding',
    get('POST /graphql HTTP/1.1', [...asHost, 'Content-Type: application/json', 'Transfer-Encoding: gzip']),
    400,
  ],
  ['a chunk without a length', `${chunked}zz\r\n{}\r\n`, 400],
  ['a chunk of more bytes than there are numbers', `${chunked}fffffffffffffffff\r\n{}\r\n`, 400],
  ['an endless chunk extension', `${chunked}2;${'a'.repeat(20_000)}\r\n{}\r\n`, 413],
  ['a huge header', get('GET /graphql?query={hello} HTTP/1.1', [...asHost, `X: ${'a'.repeat(20_000)}`]), 431],
  [
    'ten thousand headers',
    get('GET /graphql?query={hello} HTTP/1.1', [...asHost, ...Array(10_000).fill('a:b')]),
    431,
  ],
  [
    'more headers than are read, though they are small',
    get('GET /graphql?query={hello} HTTP/1.1', [...asHost, ...Array(250).fill('a:b')]),
    431,
  ],
  ['an endless request line', get(`GET /graphql?query=${'a'.repeat(20_000)} HTTP/1.1`), 431],
  ['a request line of one word', 'NONSENSE\r\n\r\n', 400],
  ['a version of HTTP that is not there', get('GET /graphql HTTP/9.9'), 400],
  ['HTTP/2 without asking', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', 400],
  // Neither names a host, so neither is known to be meant for this gateway.
  ['HTTP/0.9', 'GET /graphql?query={hello}\r\n\r\n', 403],
  ['HTTP/1.0', get('GET /graphql?query={hello} HTTP/1.0', []), 403],
  ['no host', get('GET /graphql?query={hello} HTTP/1.1', ['Connection: close']), 400],
  ['an unknown method', get('BREW /graphql HTTP/1.1'), 400],
  ['a method that is not for here', get('TRACE /graphql HTTP/1.1'), 405],
  ['a tunnel', get('CONNECT example.com:443 HTTP/1.1'), undefined],
  ['TLS', Buffer.from('16030100f0010000ec0303', 'hex'), 400],
  ['lines that end in LF', get('GET /graphql?query={hello} HTTP/1.1').replaceAll('\r\n', '\n'), 400],
  ['a NUL in a header', get('GET /graphql?query={hello} HTTP/1.1', [...asHost, 'X: a\0b']), 400],
  ['a CR in a header', get('GET /graphql?query={hello} HTTP/1.1', [...asHost, 'X: a\rb']), 400],
  ['a folded header', get('GET /graphql?query={hello} HTTP/1.1', [...asHost, 'X: a', ' b']), 400],
  ['a space before a colon', get('GET /graphql?query={hello} HTTP/1.1', [...asHost, 'X : a']), 400],
  ["another host's URL", get('GET http://example.com/graphql?query={hello} HTTP/1.1'), 404],
  ['a URL that is none', get('GET //[ HTTP/1.1'), 404],
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
    'an upgrade to HTTP/2, which need not be taken',
    post(hello, ['Connection: Upgrade, HTTP2-Settings', 'Upgrade: h2c', 'HTTP2-Settings: AAMAAABk']),
    200,
  ],
  ['an upgrade to nonsense', post(hello, ['Connection: Upgrade', 'Upgrade: nonsense/1']), 200],
  ['a WebSocket by POST', handshake({}, 'POST /graphql HTTP/1.1'), 405],
  ['a WebSocket without a key', handshake({ 'Sec-WebSocket-Key': undefined }), 400],
  ['a WebSocket of another version', handshake({ 'Sec-WebSocket-Version': '99' }), 400],
  ['a WebSocket elsewhere', handshake({}, 'GET /metrics HTTP/1.1'), 404],
  ['a WebSocket from a page of another origin', handshake({ Origin: 'https://example.com' }), 403],
]

/** What is sent over a WebSocket, and the code that it is closed with. */
export const messages: readonly [title: string, frames: Uint8Array, code: number, opening?: string][] = [
  ['bytes that are no frames', Buffer.from('garbage garbage garbage'), 1002],
  ['an opcode that is reserved', frame(3, 'a'), 1002],
  ['bits that are reserved', frame(TEXT, '{}', { reserved: 4 }), 1002],
  ['a frame that is not masked', frame(TEXT, '{}', { isMasked: false }), 1002],
  ['a continuation of nothing', frame(0, 'a'), 1002],
  ['a control frame in parts', frame(PING, 'a', { isFinal: false }), 1002],
  ['a control frame that is too long', frame(PING, 'a'.repeat(126)), 1002],
  ['a close code that is none', frame(CLOSE, Buffer.from([0, 1])), 1002],
  ['half a close code', frame(CLOSE, Buffer.from([3])), 1002],
  ['a frame that claims to be a gigabyte', frame(TEXT, '', { length: 1_000_000_000 }), 1009],
  [
    'a message that is too long in parts',
    Buffer.concat([frame(TEXT, 'a'.repeat(200_000), { isFinal: false }), frame(0, 'a'.repeat(200_000))]),
    1009,
  ],
  [
    'a message in twenty thousand parts',
    Buffer.concat([
      frame(TEXT, '', { isFinal: false }),
      ...Array(20_000).fill(frame(0, '', { isFinal: false })),
    ]),
    1008,
  ],
  ['text that is not UTF-8', frame(TEXT, Buffer.from([0xff, 0xfe])), 1007],
  ['a binary message', frame(BINARY, '{"type":"connection_init"}'), 1003],
  ['a message that is not JSON', frame(TEXT, 'garbage'), 4400],
  ['a message that is null', frame(TEXT, 'null'), 4400],
  ['a message of no type', frame(TEXT, '{}'), 4400],
  ['a message of an unknown type', frame(TEXT, '{"type":"abracadabra"}'), 4400],
  ['a message that only servers send', frame(TEXT, '{"id":"1","type":"next","payload":{}}'), 4400],
  [
    'an operation without an id',
    Buffer.concat([init, frame(TEXT, `{"type":"subscribe","payload":${hello}}`)]),
    4400,
  ],
  ['an operation before the connection is initialised', operation, 4401],
  ['a second initialisation', Buffer.concat([init, init]), 4429],
  ['a protocol that is out of use', init, 4406, handshake({ 'Sec-WebSocket-Protocol': 'graphql-ws' })],
  ['no protocol', init, 4406, handshake({ 'Sec-WebSocket-Protocol': undefined })],
]
