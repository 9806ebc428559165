import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib'

const COMPRESS_ABOVE_BYTES = 1024
/** First bytes of a zstd frame. JSON cannot begin with them. */
const ZSTD_MAGIC = Buffer.from([0x28, 0xb5, 0x2f, 0xfd])

/** Encodes a JSON value for the engine. Large values are compressed. */
export function pack(value: unknown): Buffer {
  const json = Buffer.from(JSON.stringify(value))
  if (json.length <= COMPRESS_ABOVE_BYTES) return json
  return zstdCompressSync(json, { params: { [constants.ZSTD_c_compressionLevel]: 1 } })
}

/** Decodes a value encoded by {@link pack}. */
export function unpack(packed: Buffer): unknown {
  const isCompressed = packed.subarray(0, ZSTD_MAGIC.length).equals(ZSTD_MAGIC)
  return JSON.parse((isCompressed ? zstdDecompressSync(packed) : packed).toString())
}
