import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib'

/** Smaller payloads are not worth compressing. */
const COMPRESS_FROM_BYTES = 1024
/** Bound on a decompressed payload, against damaged data. */
const MAX_BYTES = 512 * 1024 * 1024
/** First bytes of compressed data. JSON cannot start with them. */
const ZSTD_MAGIC = Buffer.from([0x28, 0xb5, 0x2f, 0xfd])
const FAST = { params: { [constants.ZSTD_c_compressionLevel]: 1 } }

/** Serializes JSON, compressed if that is worth it. */
export function pack(value: unknown): Buffer {
  const json = Buffer.from(JSON.stringify(value ?? null))
  return json.length < COMPRESS_FROM_BYTES ? json : zstdCompressSync(json, FAST)
}

/** Parses what {@link pack} returned. @throws if the data is damaged */
export function unpack(payload: Buffer): unknown {
  const isCompressed = payload.subarray(0, ZSTD_MAGIC.length).equals(ZSTD_MAGIC)
  const json = isCompressed ? zstdDecompressSync(payload, { maxOutputLength: MAX_BYTES }) : payload
  return JSON.parse(json.toString())
}
