import { createHash } from 'node:crypto'

/** Lua script. Its name is for metrics and errors. */
export interface Script {
  readonly name: string
  readonly lua: string
  readonly sha: string
}

/** Creates a script. */
export function defineScript(name: string, lua: string): Script {
  return { name, lua, sha: createHash('sha1').update(lua).digest('hex') }
}

/** Lua that sets `now` to the time of the engine, in epoch milliseconds. */
export const NOW = `local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
`
